/** A model of the platform, asked through the AI binding and, where one is named, an AI Gateway. */

import type { Asked, Backend } from "./backend";
import { parseJson } from "./body";
import { malformed, Problem } from "./problem";
import { type Bindings, Misconfigured, type Settings } from "./settings";

export class PlatformModel implements Backend {
  private readonly ai: Ai;
  private readonly model: string;

  constructor(
    private readonly bindings: Bindings,
    private readonly settings: Settings,
  ) {
    if (bindings.AI === undefined || !bindings.EDGE_AI_MODEL) {
      throw new Misconfigured("AI and EDGE_AI_MODEL have to be bound");
    }
    this.ai = bindings.AI;
    this.model = bindings.EDGE_AI_MODEL;
  }

  serves(url: URL, method: string): boolean {
    return method === "POST" && (url.pathname === "/" || url.pathname === "/v1/run");
  }

  async answer({ body }: Asked): Promise<Response> {
    const inputs = parseJson(body ?? new Uint8Array());
    if (typeof inputs !== "object" || inputs === null || Array.isArray(inputs)) {
      throw malformed(`the body has to be an object with the inputs of ${this.model}`);
    }
    return this.run(inputs as Record<string, unknown>);
  }

  async isReady(): Promise<boolean> {
    return true;
  }

  private async run(inputs: Record<string, unknown>): Promise<Response> {
    const gateway = this.bindings.EDGE_AI_GATEWAY;
    const running = this.ai.run(this.model as keyof AiModels, inputs as never, {
      ...(gateway ? { gateway: { id: gateway } } : {}),
    });
    try {
      return rendered(await within(running, this.settings.timeoutMs));
    } catch (error) {
      throw error instanceof Problem ? error : refused(error);
    }
  }
}

function rendered(found: unknown): Response {
  if (found instanceof ReadableStream) {
    return new Response(found, { headers: { "content-type": "text/event-stream" } });
  }
  return Response.json(found);
}

async function within<T>(running: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<never>((_resolve, reject) => {
    const detail = `the model did not answer within ${milliseconds} ms`;
    const problem = new Problem(504, "Gateway timeout", detail, { "retry-after": "1" });
    timer = setTimeout(() => reject(problem), milliseconds);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Workers AI says `<code>: <text>`; 5006 and 3043 are inputs that the model does not take, 3040 and 3036 are capacity. */
function refused(error: unknown): Problem {
  const text = error instanceof Error ? error.message : String(error);
  const code = Number(/^(?:\w+: )?(\d{4})/.exec(text)?.[1] ?? 0);
  if (code === 5006 || code === 3003 || code === 3043) return malformed("the model does not take these inputs");
  console.error({ message: "the platform's model failed", error: text });
  if (code === 3036 || code === 3040) {
    return new Problem(503, "Service unavailable", "the model has no room at present", { "retry-after": "5" });
  }
  return new Problem(502, "Bad gateway", "the model failed", { "retry-after": "1" });
}
