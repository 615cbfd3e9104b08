/** Bodies of requests: read up to a limit, and refused where they are not what they say. */

import { malformed, Problem } from "./problem";
import type { Settings } from "./settings";

/** The body of a request that may have one; null for methods without. Throws Problem. */
export async function readBody(request: Request, settings: Settings): Promise<Uint8Array | null> {
  if (request.method === "GET" || request.method === "HEAD") return null;
  checkType(request, settings);
  const limit = settings.maxBodyBytes;
  if (Number(request.headers.get("content-length") ?? 0) > limit) throw tooLarge(limit);
  const bytes = request.body === null ? new Uint8Array() : await readUpTo(request.body, limit);
  if (bytes === null) throw tooLarge(limit);
  if (isJson(request)) parseJson(bytes);
  return bytes;
}

/** The JSON value in a body. Throws Problem. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch {
    throw malformed("the body is not JSON in UTF-8");
  }
}

function checkType(request: Request, settings: Settings): void {
  const type = mediaType(request);
  if (!settings.contentTypes.includes(type)) {
    const allowed = settings.contentTypes.join(", ");
    throw new Problem(415, "Unsupported media type", `${type || "no content type"}: send ${allowed}`, {
      accept: allowed,
    });
  }
}

/** A stream's bytes; null where there are more than the limit, of which no more is read then. */
export async function readUpTo(stream: ReadableStream<Uint8Array>, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return joined(chunks, size);
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(value);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(limit: number): Problem {
  return new Problem(413, "Content too large", `a body may have ${limit} bytes`);
}

function isJson(request: Request): boolean {
  return /^application\/([\w.+-]+\+)?json$/.test(mediaType(request));
}

function mediaType(request: Request): string {
  return (request.headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
}
