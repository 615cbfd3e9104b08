/** Tensors as the Open Inference Protocol (v2, REST) writes them, and `instances` as v1 does. */

import { Tensor } from "onnxruntime-web/wasm";
import { malformed } from "./problem";

type Numbers = number[] | bigint[] | boolean[];
type Kind = { readonly onnx: Tensor.Type; readonly read: (values: readonly unknown[], name: string) => Numbers };

const KINDS: Readonly<Record<string, Kind>> = {
  FP32: { onnx: "float32", read: finite },
  FP64: { onnx: "float64", read: finite },
  INT8: { onnx: "int8", read: integers(-128, 127) },
  UINT8: { onnx: "uint8", read: integers(0, 255) },
  INT16: { onnx: "int16", read: integers(-32768, 32767) },
  INT32: { onnx: "int32", read: integers(-2147483648, 2147483647) },
  INT64: { onnx: "int64", read: (values, name) => integers(-MOST, MOST)(values, name).map((value) => BigInt(value)) },
  BOOL: { onnx: "bool", read: booleans },
};
const MOST = Number.MAX_SAFE_INTEGER;
const MOST_DIMENSIONS = 8;

export interface Inputs {
  readonly feeds: Record<string, Tensor>;
  readonly form: "v1" | "v2";
}

/** The tensors in a body. Throws Problem. */
export function readInputs(body: unknown, names: readonly string[]): Inputs {
  if (!isObject(body)) throw malformed("the body has to be an object with `inputs` or `instances`");
  if (Array.isArray(body["inputs"])) return { feeds: readV2(body["inputs"], names), form: "v2" };
  if (Array.isArray(body["instances"])) return { feeds: readV1(body["instances"], names), form: "v1" };
  throw malformed("the body has neither a list `inputs` nor a list `instances`");
}

/** The answer in the form of the question. */
export function renderOutputs(outputs: Readonly<Record<string, Tensor>>, form: "v1" | "v2"): object {
  if (form === "v2") return { outputs: Object.entries(outputs).map(([name, tensor]) => renderTensor(name, tensor)) };
  const rows = Object.entries(outputs).map(([name, tensor]) => [name, nested(plain(tensor), tensor.dims)] as const);
  const only = rows.length === 1 ? rows[0]![1] : null;
  const count = Math.max(...Object.values(outputs).map((tensor) => tensor.dims[0] ?? 1));
  const predictions = Array.from({ length: count }, (_unused, index) =>
    only === null ? Object.fromEntries(rows.map(([name, values]) => [name, at(values, index)])) : at(only, index),
  );
  return { predictions };
}

function readV2(inputs: readonly unknown[], names: readonly string[]): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const input of inputs) {
    if (!isObject(input) || typeof input["name"] !== "string") throw malformed("each input needs a name");
    const name = input["name"];
    if (!names.includes(name)) throw malformed(`the model has no input ${shown(name)}: it has ${names.join(", ")}`);
    if (name in feeds) throw malformed(`the input ${shown(name)} is there twice`);
    feeds[name] = tensorOf(name, input);
  }
  const missing = names.filter((name) => !(name in feeds));
  if (missing.length > 0) throw malformed(`inputs are missing: ${missing.join(", ")}`);
  return feeds;
}

function readV1(instances: readonly unknown[], names: readonly string[]): Record<string, Tensor> {
  if (names.length !== 1) throw malformed("a model with several inputs needs the form with `inputs`");
  const shape = shapeOf(instances, []);
  const values = instances.flat(MOST_DIMENSIONS);
  checkCount("instances", values, shape);
  return { [names[0]!]: new Tensor("float32", Float32Array.from(finite(values, "instances")), shape) };
}

function tensorOf(name: string, input: Record<string, unknown>): Tensor {
  const { datatype, shape, data } = input;
  const kind = typeof datatype === "string" && Object.hasOwn(KINDS, datatype) ? KINDS[datatype] : undefined;
  if (kind === undefined) throw malformed(`${shown(name)}: datatype has to be one of ${Object.keys(KINDS).join(", ")}`);
  if (!isShape(shape)) throw malformed(`${shown(name)}: shape has to be a list of 1 to ${MOST_DIMENSIONS} counts`);
  if (!Array.isArray(data)) throw malformed(`${shown(name)}: data has to be a list`);
  const values = data.flat(MOST_DIMENSIONS);
  checkCount(name, values, shape);
  return new Tensor(kind.onnx, kind.read(values, name) as never, shape);
}

function checkCount(name: string, values: readonly unknown[], shape: readonly number[]): void {
  const count = shape.reduce((product, length) => product * length, 1);
  if (count !== values.length || count === 0) {
    throw malformed(`${shown(name)}: a shape of ${shape.join("×")} holds ${count} values, and there are ${values.length}`);
  }
}

function shapeOf(values: unknown, found: number[]): number[] {
  if (!Array.isArray(values) || found.length > MOST_DIMENSIONS) return found;
  return shapeOf(values[0], [...found, values.length]);
}

function finite(values: readonly unknown[], name: string): number[] {
  if (values.some((value) => typeof value !== "number" || !Number.isFinite(value))) {
    throw malformed(`${shown(name)}: all values have to be finite numbers`);
  }
  return values as number[];
}

function integers(least: number, most: number): (values: readonly unknown[], name: string) => number[] {
  return (values, name) => {
    if (values.some((value) => !Number.isInteger(value) || (value as number) < least || (value as number) > most)) {
      throw malformed(`${shown(name)}: all values have to be whole numbers from ${least} to ${most}`);
    }
    return values as number[];
  };
}

function booleans(values: readonly unknown[], name: string): boolean[] {
  if (values.some((value) => typeof value !== "boolean")) throw malformed(`${shown(name)}: all values have to be booleans`);
  return values as boolean[];
}

function renderTensor(name: string, tensor: Tensor): object {
  const datatype = Object.entries(KINDS).find(([, kind]) => kind.onnx === tensor.type)?.[0] ?? "BYTES";
  return { name, datatype, shape: [...tensor.dims], data: plain(tensor) };
}

function plain(tensor: Tensor): unknown[] {
  const values = Array.from(tensor.data as ArrayLike<unknown>);
  if (tensor.type === "int64" || tensor.type === "uint64") return values.map((value) => Number(value));
  return tensor.type === "bool" ? values.map(Boolean) : values;
}

function nested(values: readonly unknown[], dims: readonly number[]): unknown {
  if (dims.length <= 1) return values;
  const step = values.length / (dims[0] || 1);
  return Array.from({ length: dims[0] ?? 0 }, (_unused, index) =>
    nested(values.slice(index * step, (index + 1) * step), dims.slice(1)),
  );
}

function at(values: unknown, index: number): unknown {
  return Array.isArray(values) ? values[index] : values;
}

function isShape(value: unknown): value is number[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_DIMENSIONS &&
    value.every((length) => Number.isInteger(length) && length >= 0)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 64));
}
