/** Answers that are computed before they are asked for: what an answer hints at, and what the schedule lists. */

import { cached, type Surroundings } from "./serve";

const MOST_HINTS = 5;

/** Keep what an answer's `Link: <...>; rel=prefetch` points at, of the same address only. */
export async function prefetchHinted(request: Request, link: string | null, around: Surroundings): Promise<void> {
  if (link === null || around.settings.cache === null || request.headers.has("x-edge-prefetch")) return;
  const targets = hintsIn(link).flatMap((hint) => sameOrigin(hint, request.url));
  await Promise.allSettled(targets.slice(0, MOST_HINTS).map((url) => prefetch(url, request.headers, around)));
}

/** Keep the listed paths: the worker's cron trigger calls it. */
export async function prefetchListed(around: Surroundings): Promise<void> {
  if (around.settings.cache === null || around.settings.prefetch.length === 0) {
    await around.backend.isReady();
    return;
  }
  const targets = around.settings.prefetch.map((path) => new URL(path, "https://edge.invalid"));
  await Promise.allSettled(targets.map((url) => prefetch(url, new Headers(), around)));
}

async function prefetch(url: URL, like: Headers, around: Surroundings): Promise<void> {
  const headers = new Headers({ "x-edge-prefetch": "1", accept: like.get("accept") ?? "*/*" });
  const authorization = around.settings.jwt === null ? null : like.get("authorization");
  if (authorization !== null) headers.set("authorization", authorization);
  const response = await cached(new Request(url, { headers }), null, around);
  await response.body?.cancel();
}

function hintsIn(link: string): string[] {
  return link
    .split(/,(?=\s*<)/)
    .filter((part) => /;\s*rel="?([\w\s-]*\s)?prefetch\b/i.test(part))
    .flatMap((part) => /<([^>]*)>/.exec(part)?.[1] ?? []);
}

function sameOrigin(hint: string, from: string): URL[] {
  if (!URL.canParse(hint, from)) return [];
  const url = new URL(hint, from);
  return url.origin === new URL(from).origin ? [url] : [];
}
