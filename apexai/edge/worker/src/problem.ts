/** Answers that say what is wrong: problem details (RFC 9457). */

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
  }

  /** The answer that a caller gets. */
  response(): Response {
    const body = { type: "about:blank", title: this.title, status: this.status, detail: this.detail };
    return new Response(JSON.stringify(body), {
      status: this.status,
      headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...this.headers },
    });
  }
}

/** The problem of a request that makes no sense. */
export function malformed(detail: string): Problem {
  return new Problem(400, "Malformed request", detail);
}
