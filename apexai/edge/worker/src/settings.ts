/** What the bindings of a version say, read once and checked: a wrong binding is told at the first request. */

export interface Bindings {
  readonly MODEL_NAME?: string;
  readonly MODEL_VERSION?: string;
  readonly MODEL_DIGEST?: string;
  readonly EDGE_MODE?: string;
  readonly EDGE_ORIGIN_URL?: string;
  readonly EDGE_ORIGIN_TOKEN?: string | SecretsStoreSecret;
  readonly EDGE_AI_MODEL?: string;
  readonly EDGE_AI_GATEWAY?: string;
  readonly EDGE_TIMEOUT_MS?: string;
  readonly EDGE_MAX_BODY_BYTES?: string;
  readonly EDGE_CONTENT_TYPES?: string;
  readonly EDGE_CACHE_TTL_SECONDS?: string;
  readonly EDGE_STALE_SECONDS?: string;
  readonly EDGE_STALE_IF_ERROR_SECONDS?: string;
  readonly EDGE_PREFETCH?: string;
  readonly EDGE_JWT_ISSUER?: string;
  readonly EDGE_JWT_AUDIENCES?: string;
  readonly EDGE_JWT_JWKS_URI?: string;
  readonly EDGE_SAMPLE_RATE?: string;
  readonly EDGE_LIMITER?: RateLimit;
  readonly EDGE_LIMIT_PERIOD_SECONDS?: string;
  readonly EDGE_CACHE?: KVNamespace;
  readonly EDGE_SAMPLES?: R2Bucket;
  readonly EDGE_REVIEW?: Queue<unknown>;
  readonly EDGE_VERSION?: WorkerVersionMetadata;
  readonly AI?: Ai;
}

export interface CacheSettings {
  readonly ttl: number;
  readonly stale: number;
  readonly staleIfError: number;
}

export interface JwtSettings {
  readonly issuer: string;
  readonly audiences: readonly string[];
  readonly jwks: URL;
}

export interface Settings {
  readonly model: string;
  readonly version: string;
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly contentTypes: readonly string[];
  readonly cache: CacheSettings | null;
  readonly prefetch: readonly string[];
  readonly jwt: JwtSettings | null;
  readonly sampleRate: number;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BODY_BYTES = 1_048_576;

export class Misconfigured extends Error {}

/** Read the settings. Throws Misconfigured with the binding's name. */
export function readSettings(bindings: Bindings): Settings {
  return {
    model: bindings.MODEL_NAME ?? "model",
    version: bindings.MODEL_VERSION ?? "",
    timeoutMs: number(bindings, "EDGE_TIMEOUT_MS", DEFAULT_TIMEOUT_MS),
    maxBodyBytes: number(bindings, "EDGE_MAX_BODY_BYTES", DEFAULT_MAX_BODY_BYTES),
    contentTypes: texts(bindings, "EDGE_CONTENT_TYPES", ["application/json"]),
    cache: cacheSettings(bindings),
    prefetch: texts(bindings, "EDGE_PREFETCH", []),
    jwt: jwtSettings(bindings),
    sampleRate: number(bindings, "EDGE_SAMPLE_RATE", 0),
  };
}

/** A URL in a binding that has to be there. */
export function requiredUrl(bindings: Bindings, name: "EDGE_ORIGIN_URL" | "EDGE_JWT_ISSUER"): URL {
  const text = bindings[name];
  if (!text || !URL.canParse(text)) throw new Misconfigured(`${name} is no URL`);
  return new URL(text);
}

function cacheSettings(bindings: Bindings): CacheSettings | null {
  const ttl = number(bindings, "EDGE_CACHE_TTL_SECONDS", 0);
  if (ttl === 0) return null;
  return {
    ttl,
    stale: number(bindings, "EDGE_STALE_SECONDS", 0),
    staleIfError: number(bindings, "EDGE_STALE_IF_ERROR_SECONDS", 0),
  };
}

function jwtSettings(bindings: Bindings): JwtSettings | null {
  if (!bindings.EDGE_JWT_ISSUER) return null;
  const issuer = requiredUrl(bindings, "EDGE_JWT_ISSUER").href;
  const keys = bindings.EDGE_JWT_JWKS_URI ?? `${issuer.replace(/\/$/, "")}/.well-known/jwks.json`;
  if (!URL.canParse(keys)) throw new Misconfigured("EDGE_JWT_JWKS_URI is no URL");
  const audiences = texts(bindings, "EDGE_JWT_AUDIENCES", []);
  if (audiences.length === 0) throw new Misconfigured("EDGE_JWT_AUDIENCES names no audience");
  return { issuer: bindings.EDGE_JWT_ISSUER, audiences, jwks: new URL(keys) };
}

function number(bindings: Bindings, name: keyof Bindings, otherwise: number): number {
  const text = bindings[name];
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (typeof text !== "string" || !Number.isFinite(value) || value < 0) {
    throw new Misconfigured(`${name} is no number of 0 or more`);
  }
  return value;
}

function texts(bindings: Bindings, name: keyof Bindings, otherwise: readonly string[]): readonly string[] {
  const text = bindings[name];
  if (text === undefined) return otherwise;
  const found = parsed(text);
  if (!Array.isArray(found) || found.some((item) => typeof item !== "string")) {
    throw new Misconfigured(`${name} is no JSON list of texts`);
  }
  return found as string[];
}

function parsed(text: unknown): unknown {
  try {
    return typeof text === "string" ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
