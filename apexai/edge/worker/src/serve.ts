/** The way of a request: health, admission, body, kept answer or backend, record. */

import { admit } from "./access";
import type { Backend } from "./backend";
import { readBody } from "./body";
import { AnswerCache, allowsKept, isStorable, keyOf, served } from "./cache";
import { prefetchHinted, prefetchListed } from "./prefetch";
import { Problem } from "./problem";
import { record } from "./record";
import { type Bindings, Misconfigured, readSettings, type Settings } from "./settings";

const HEALTH = "/v2/health/";

/** Around one request. */
export interface Surroundings {
  readonly bindings: Bindings;
  readonly settings: Settings;
  readonly backend: Backend;
  readonly context: ExecutionContext;
}

/** The handler of a worker with this backend. */
export function handlerOf(backendOf: (bindings: Bindings, settings: Settings) => Backend): ExportedHandler<Bindings> {
  const around = (bindings: Bindings, context: ExecutionContext): Surroundings => {
    const settings = readSettings(bindings);
    return { bindings, settings, backend: backendOf(bindings, settings), context };
  };
  return {
    async fetch(request, bindings, context) {
      try {
        return await answer(request, around(bindings, context));
      } catch (error) {
        return failure(error).response();
      }
    },
    async scheduled(_controller, bindings, context) {
      await prefetchListed(around(bindings, context));
    },
  };
}

/** Answer a request that nobody admitted yet. */
async function answer(request: Request, around: Surroundings): Promise<Response> {
  const url = new URL(request.url);
  if (url.pathname.startsWith(HEALTH)) return health(url, around);
  if (!around.backend.serves(url, request.method)) {
    throw new Problem(404, "Not found", `${request.method} ${url.pathname} is nothing that this service has`);
  }
  const caller = await admit(request, around.bindings, around.settings);
  const body = await readBody(request, around.settings);
  const response = await cached(request, body, around);
  return record({ request, body, response, caller }, around);
}

/** A kept answer, or one of the backend that is then kept. */
export async function cached(request: Request, body: Uint8Array | null, around: Surroundings): Promise<Response> {
  const { settings, bindings, context } = around;
  if (settings.cache === null || request.method === "HEAD") return computed(request, body, around);
  const cache = new AnswerCache(bindings, settings.cache);
  const key = await keyOf(request, body, settings);
  const kept = allowsKept(request) && isShared(request, settings) ? await cache.find(key) : null;
  if (kept?.freshness === "fresh") return served(kept.response, "hit");
  if (kept?.freshness === "stale") {
    context.waitUntil(refresh(request, body, around, cache, key));
    return served(kept.response, "hit; detail=stale");
  }
  try {
    const response = await refresh(request, body, around, cache, key);
    if (response.status < 500 || kept === null) return response;
  } catch (error) {
    if (kept === null || !(error instanceof Problem) || error.status < 500) throw error;
  }
  return served(kept.response, "hit; detail=stale-if-error");
}

async function refresh(
  request: Request,
  body: Uint8Array | null,
  around: Surroundings,
  cache: AnswerCache,
  key: string,
): Promise<Response> {
  const response = await computed(request, body, around);
  if (!isStorable(isShared(request, around.settings) ? new Request(request.url) : request, response)) {
    response.headers.set("cache-status", "edge; fwd=miss; stored=?0");
    return response;
  }
  around.context.waitUntil(cache.keep(key, response.clone()));
  response.headers.set("cache-status", "edge; fwd=miss; stored");
  return response;
}

/** Whether callers may share answers: all that the edge itself admitted may, bearers of tokens for the origin may not. */
function isShared(request: Request, settings: Settings): boolean {
  return settings.jwt !== null || !request.headers.has("authorization");
}

async function computed(request: Request, body: Uint8Array | null, around: Surroundings): Promise<Response> {
  const found = await around.backend.answer({ request, body });
  const response = new Response(found.body, found);
  around.context.waitUntil(prefetchHinted(request, response.headers.get("link"), around));
  return response;
}

async function health(url: URL, around: Surroundings): Promise<Response> {
  const ready = url.pathname === `${HEALTH}live` || (await around.backend.isReady());
  const { model, version } = around.settings;
  return Response.json(
    { ready, model, version, worker: around.bindings.EDGE_VERSION?.id ?? null, memory: around.backend.memoryBytes?.() },
    { status: ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}

function failure(error: unknown): Problem {
  if (error instanceof Problem) return error;
  console.error({ message: String(error), stack: error instanceof Error ? error.stack : undefined });
  const detail = error instanceof Misconfigured ? error.message : "the worker failed; its log says why";
  return new Problem(500, "Internal error", detail);
}
