/** Who may call, and how often: bearer tokens of one issuer, and the platform's rate limiter. */

import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import { Problem } from "./problem";
import type { Bindings, JwtSettings, Settings } from "./settings";

/** Admit a request; gives who calls. Throws Problem. */
export async function admit(request: Request, bindings: Bindings, settings: Settings): Promise<string> {
  const caller =
    settings.jwt === null
      ? (request.headers.get("cf-connecting-ip") ?? "service-binding")
      : await subjectOf(request, settings.jwt);
  await checkRate(caller, bindings);
  return caller;
}

type Keys = ReturnType<typeof createRemoteJWKSet>;
const keySets = new Map<string, Keys>();

async function subjectOf(request: Request, jwt: JwtSettings): Promise<string> {
  const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
  if (scheme?.toLowerCase() !== "bearer" || !token) throw unauthorized("send a bearer token", "");
  try {
    const { payload } = await jwtVerify(token, keysOf(jwt), {
      issuer: jwt.issuer,
      audience: [...jwt.audiences],
      requiredClaims: ["exp"],
      algorithms: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"],
    });
    return `${payload.iss}#${payload.sub ?? payload["client_id"] ?? ""}`;
  } catch (error) {
    if (isOfToken(error)) throw unauthorized("the token is not valid", ', error="invalid_token"');
    console.error({ message: "keys of the issuer can't be read", error: String(error) });
    throw new Problem(503, "Service unavailable", "tokens can't be checked at present", { "retry-after": "5" });
  }
}

function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid) &&
    error.code !== "ERR_JOSE_GENERIC"
  );
}

function keysOf(jwt: JwtSettings): Keys {
  let keys = keySets.get(jwt.jwks.href);
  if (keys === undefined) {
    keys = createRemoteJWKSet(jwt.jwks, { timeoutDuration: 5000 });
    keySets.set(jwt.jwks.href, keys);
  }
  return keys;
}

function unauthorized(detail: string, more: string): Problem {
  return new Problem(401, "Unauthorized", detail, { "www-authenticate": `Bearer realm="inference"${more}` });
}

async function checkRate(caller: string, bindings: Bindings): Promise<void> {
  if (bindings.EDGE_LIMITER === undefined) return;
  const { success } = await bindings.EDGE_LIMITER.limit({ key: caller });
  if (!success) {
    const period = bindings.EDGE_LIMIT_PERIOD_SECONDS ?? "60";
    throw new Problem(429, "Too many requests", "the rate limit of this caller is reached", { "retry-after": period });
  }
}
