/** The worker with a model inside: it is loaded when the isolate starts, so that no request waits for it. */

import { IsolateModel } from "./isolate-model";
import model from "./model.onnx";
import { load } from "./runtime";
import { handlerOf } from "./serve";

const loaded = await load(model);

export default handlerOf((_bindings, settings) => new IsolateModel(loaded, settings));
