/** ONNX Runtime in an isolate, which compiles no bytes and fetches nothing while it starts.
 *
 * The runtime's loader believes in a window, fetches its bytes and compiles them. Until the session is there, it finds a
 * window, gets no bytes, and is handed the module that the version brings. The build without threads is used: it has a
 * memory of its own, where the others share one, and Workers have no threads.
 */

import * as ort from "onnxruntime-web/wasm";
import wasm from "./ort.wasm";

/** Stands for the response with the bytes; real responses can't be read while an isolate starts. */
const NO_BYTES = { ok: true, arrayBuffer: async () => new ArrayBuffer(8) };

/** A model that is loaded. */
export interface Loaded {
  readonly session: ort.InferenceSession;
  /** Of the runtime with all its tensors. */
  readonly memory: WebAssembly.Memory;
}

/** Load a model; the runtime starts with it. */
export async function load(model: ArrayBuffer): Promise<Loaded> {
  let memory: WebAssembly.Memory | undefined;
  ort.env.wasm.numThreads = 1;
  const restore = replaceGlobals({ window: {}, fetch: async () => NO_BYTES });
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = (async (_bytes: unknown, imports?: WebAssembly.Imports) => {
    const instance = await instantiate(wasm, imports);
    memory = Object.values(instance.exports).find((found) => found instanceof WebAssembly.Memory);
    return { module: wasm, instance };
  }) as unknown as typeof WebAssembly.instantiate;
  try {
    const session = await ort.InferenceSession.create(new Uint8Array(model), { executionProviders: ["wasm"] });
    if (memory === undefined) throw new Error("the runtime exports no memory");
    return { session, memory };
  } finally {
    WebAssembly.instantiate = instantiate;
    restore();
  }
}

function replaceGlobals(replacements: Readonly<Record<string, unknown>>): () => void {
  const names = Object.keys(replacements);
  const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const name of names) {
    Object.defineProperty(globalThis, name, { value: replacements[name], configurable: true, writable: true });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) Reflect.deleteProperty(globalThis, name);
      else Object.defineProperty(globalThis, name, descriptor);
    }
  };
}
