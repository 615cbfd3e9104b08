/** The origin: an inference service on another platform, asked with a limit of time. */

import type { Asked, Backend } from "./backend";
import { Problem } from "./problem";
import { type Bindings, requiredUrl, type Settings } from "./settings";

const HOP_BY_HOP = ["connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-authorization"];
const OURS = ["host", "x-edge-prefetch", "cf-connecting-ip", "x-forwarded-for", "x-real-ip"];
const METHODS = ["GET", "HEAD", "POST"];

export class Origin implements Backend {
  private readonly address: URL;

  constructor(
    private readonly bindings: Bindings,
    private readonly settings: Settings,
  ) {
    this.address = requiredUrl(bindings, "EDGE_ORIGIN_URL");
  }

  serves(_url: URL, method: string): boolean {
    return METHODS.includes(method);
  }

  async answer({ request, body }: Asked): Promise<Response> {
    const response = await this.ask(this.addressOf(request), {
      method: request.method,
      headers: await this.headersFor(request),
      body,
    });
    return new Response(response.body, { status: response.status, headers: passedOn(response.headers) });
  }

  async isReady(): Promise<boolean> {
    try {
      const response = await this.ask(this.address, { method: "GET", headers: await this.headersFor(null) });
      await response.body?.cancel();
      return response.status < 500;
    } catch {
      return false;
    }
  }

  /** The limit is that of the answer's beginning: streams may go on. */
  private async ask(url: URL, init: RequestInit): Promise<Response> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), this.settings.timeoutMs);
    try {
      return await fetch(url, { ...init, signal: limit.signal, redirect: "manual" });
    } catch (error) {
      if (limit.signal.aborted) {
        const detail = `the origin did not answer within ${this.settings.timeoutMs} ms`;
        throw new Problem(504, "Gateway timeout", detail, { "retry-after": "1" });
      }
      console.error({ message: "the origin can't be reached", error: String(error) });
      throw new Problem(502, "Bad gateway", "the origin can't be reached", { "retry-after": "1" });
    } finally {
      clearTimeout(timer);
    }
  }

  private addressOf(request: Request): URL {
    const asked = new URL(request.url);
    const url = new URL(this.address);
    url.pathname = `${url.pathname.replace(/\/$/, "")}${asked.pathname}`;
    url.search = asked.search;
    return url;
  }

  /** The caller's headers without what belongs to the connection; the origin's own credential instead of the caller's. */
  private async headersFor(request: Request | null): Promise<Headers> {
    const headers = new Headers(request?.headers);
    for (const name of [...HOP_BY_HOP, ...OURS]) headers.delete(name);
    const address = request?.headers.get("cf-connecting-ip");
    if (address) headers.set("x-forwarded-for", address);
    const token = await secretText(this.bindings.EDGE_ORIGIN_TOKEN);
    if (token !== null) headers.set("authorization", `Bearer ${token}`);
    else if (this.settings.jwt !== null && request === null) headers.delete("authorization");
    return headers;
  }
}

function passedOn(headers: Headers): Headers {
  const found = new Headers(headers);
  for (const name of HOP_BY_HOP) found.delete(name);
  return found;
}

async function secretText(secret: string | SecretsStoreSecret | undefined): Promise<string | null> {
  if (secret === undefined) return null;
  return typeof secret === "string" ? secret : await secret.get();
}
