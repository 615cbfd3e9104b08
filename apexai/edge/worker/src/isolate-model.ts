/** The model inside the isolate, as the Open Inference Protocol asks for it. */

import type { Tensor } from "onnxruntime-web/wasm";
import type { Asked, Backend } from "./backend";
import { parseJson } from "./body";
import { malformed } from "./problem";
import type { Loaded } from "./runtime";
import type { Settings } from "./settings";
import { readInputs, renderOutputs } from "./tensors";

export class IsolateModel implements Backend {
  constructor(
    private readonly loaded: Loaded,
    private readonly settings: Settings,
  ) {}

  serves(url: URL, method: string): boolean {
    const name = encodeURIComponent(this.settings.model);
    const paths = ["/", `/v2/models/${name}/infer`, `/v1/models/${name}:predict`];
    return method === "POST" && paths.includes(url.pathname);
  }

  async answer({ body }: Asked): Promise<Response> {
    const { feeds, form } = readInputs(parseJson(body ?? new Uint8Array()), this.loaded.session.inputNames);
    const outputs = await this.run(feeds);
    const { model, version } = this.settings;
    const named = form === "v2" ? { model_name: model, model_version: version } : {};
    return Response.json({ ...named, ...renderOutputs(outputs, form) });
  }

  async isReady(): Promise<boolean> {
    return true;
  }

  memoryBytes(): number {
    return this.loaded.memory.buffer.byteLength;
  }

  /** Inputs of a wrong shape or type are found by the runtime itself. */
  private async run(feeds: Record<string, Tensor>): Promise<Record<string, Tensor>> {
    try {
      return (await this.loaded.session.run(feeds)) as Record<string, Tensor>;
    } catch (error) {
      console.warn({ message: "the model refused inputs", error: String(error) });
      throw malformed("the model does not take inputs of this shape or type");
    }
  }
}
