/** Answers that are kept: in the cache of the location, and in KV for all locations where a namespace is bound.
 *
 * An answer is fresh for `ttl` seconds, may be served for `stale` seconds more while it is refreshed behind it, and for
 * `staleIfError` seconds more where the origin fails. The version of the model is part of the key, so that no release
 * serves the answers of another.
 */

import { readUpTo } from "./body";
import type { Bindings, CacheSettings, Settings } from "./settings";

const STORED = "x-edge-stored";
const KV_LEAST_SECONDS = 60;
/** An isolate has 128 MB for all requests at once. */
const MOST_BYTES = 4_194_304;
/** What an answer may vary by; encodings are the platform's. */
const IN_THE_KEY: readonly string[] = ["accept", "accept-encoding", "content-type"];

export type Freshness = "fresh" | "stale" | "expired";

export interface Kept {
  readonly response: Response;
  readonly freshness: Freshness;
}

export class AnswerCache {
  constructor(
    private readonly bindings: Bindings,
    private readonly settings: CacheSettings,
  ) {}

  /** A kept answer that is not older than all windows. */
  async find(key: string): Promise<Kept | null> {
    const response = (await caches.default.match(key)) ?? (await this.findInKv(key));
    if (response === undefined || response === null) return null;
    const age = ageOf(response);
    const { ttl, stale, staleIfError } = this.settings;
    if (age > ttl + stale + staleIfError) return null;
    return { response, freshness: age < ttl ? "fresh" : age < ttl + stale ? "stale" : "expired" };
  }

  /** Keep an answer, unless it is too large for that. */
  async keep(key: string, response: Response): Promise<void> {
    const body = response.body === null ? new Uint8Array() : await readUpTo(response.body, MOST_BYTES);
    if (body === null) return;
    const seconds = Math.ceil(this.settings.ttl + this.settings.stale + this.settings.staleIfError);
    const headers = keptHeaders(response.headers);
    await caches.default.put(
      key,
      new Response(body, { headers: { ...headers, "cache-control": `public, max-age=${seconds}` } }),
    );
    await this.bindings.EDGE_CACHE?.put(key, body, {
      expirationTtl: Math.max(KV_LEAST_SECONDS, seconds),
      metadata: headers,
    });
  }

  private async findInKv(key: string): Promise<Response | null> {
    const found = await this.bindings.EDGE_CACHE?.getWithMetadata<Record<string, string>>(key, "arrayBuffer");
    if (!found?.value) return null;
    return new Response(found.value, { headers: found.metadata ?? {} });
  }
}

/** Whether an answer may be kept, by its own headers and the request's (RFC 9111, section 3). */
export function isStorable(request: Request, response: Response): boolean {
  if (response.status !== 200 || response.headers.has("set-cookie")) return false;
  if (Number(response.headers.get("content-length") ?? 0) > MOST_BYTES) return false;
  if ((response.headers.get("content-type") ?? "").startsWith("text/event-stream")) return false;
  if (names(response.headers.get("vary")).some((name) => !IN_THE_KEY.includes(name))) return false;
  const asked = directives(response.headers);
  if (asked.has("no-store") || asked.has("private") || asked.has("no-cache")) return false;
  return !request.headers.has("authorization") || asked.has("public") || asked.has("s-maxage");
}

/** Whether a request lets a kept answer serve it. */
export function allowsKept(request: Request): boolean {
  const asked = directives(request.headers);
  return !asked.has("no-store") && !asked.has("no-cache");
}

/** The key of a request: model version, method, address, media types, and the digest of its body. */
export async function keyOf(request: Request, body: Uint8Array | null, settings: Settings): Promise<string> {
  const url = new URL(request.url);
  url.searchParams.sort();
  const types = [request.headers.get("accept") ?? "*/*", request.headers.get("content-type") ?? ""];
  const parts = [settings.model, settings.version, request.method, url.pathname, url.search, ...types];
  const head = new TextEncoder().encode(`${JSON.stringify(parts)}\n`);
  const all = new Uint8Array(head.byteLength + (body?.byteLength ?? 0));
  all.set(head);
  if (body !== null) all.set(body, head.byteLength);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", all));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `https://answers.invalid/${hex}`;
}

/** Seconds since an answer was kept. */
export function ageOf(response: Response): number {
  return (Date.now() - Number(response.headers.get(STORED) ?? 0)) / 1000;
}

/** A kept answer as callers see it, with what happened to it (RFC 9211). */
export function served(kept: Response, status: string): Response {
  const response = new Response(kept.body, kept);
  response.headers.set("age", String(Math.max(0, Math.floor(ageOf(kept)))));
  response.headers.set("cache-status", `edge; ${status}`);
  response.headers.set("cache-control", "no-cache");
  response.headers.delete(STORED);
  return response;
}

function keptHeaders(headers: Headers): Record<string, string> {
  const kept = ["content-type", "content-language", "etag", "link"];
  const found = kept.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)!] as const] : []));
  return { ...Object.fromEntries(found), [STORED]: String(Date.now()) };
}

function directives(headers: Headers): Set<string> {
  return new Set(names(headers.get("cache-control")).map((part) => part.split("=")[0]!.trim()));
}

function names(list: string | null): string[] {
  const parts = (list ?? "").toLowerCase().split(",");
  return parts.map((part) => part.trim()).filter(Boolean);
}
