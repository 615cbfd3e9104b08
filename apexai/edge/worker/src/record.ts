/** A share of the requests with their answers, for review and for the watch on drift: to R2, to a queue, or both. */

import type { Surroundings } from "./serve";

/** Of a request and of an answer: a message of a queue has 128 KB for both, and a character up to three bytes. */
const MOST_CHARACTERS = 16_384;

interface Exchange {
  readonly request: Request;
  readonly body: Uint8Array | null;
  readonly response: Response;
  readonly caller: string;
}

/** The answer itself; a copy of it is written behind it where it belongs to the share. Callers are not recorded. */
export function record(exchange: Exchange, around: Surroundings): Response {
  const { bindings, settings, context } = around;
  const wanted = bindings.EDGE_SAMPLES !== undefined || bindings.EDGE_REVIEW !== undefined;
  if (!wanted || Math.random() >= settings.sampleRate || !isText(exchange.response)) return exchange.response;
  const [shown, written] = exchange.response.body?.tee() ?? [null, null];
  context.waitUntil(write(exchange, written, around));
  return new Response(shown, exchange.response);
}

async function write(exchange: Exchange, answer: ReadableStream | null, around: Surroundings): Promise<void> {
  const { bindings, settings } = around;
  const at = new Date().toISOString();
  const id = crypto.randomUUID();
  const entry = {
    id,
    at,
    model: settings.model,
    version: settings.version,
    path: new URL(exchange.request.url).pathname,
    status: exchange.response.status,
    request: exchange.body === null ? null : new TextDecoder().decode(exchange.body).slice(0, MOST_CHARACTERS),
    answer: answer === null ? null : (await new Response(answer).text()).slice(0, MOST_CHARACTERS),
  };
  await Promise.all([
    bindings.EDGE_SAMPLES?.put(`${settings.model}/${at.slice(0, 10)}/${id}.json`, JSON.stringify(entry), {
      httpMetadata: { contentType: "application/json" },
    }),
    bindings.EDGE_REVIEW?.send(entry),
  ]);
}

function isText(response: Response): boolean {
  return /^(application\/json|text\/)/.test(response.headers.get("content-type") ?? "");
}
