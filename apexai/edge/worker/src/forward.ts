/** The worker without a model of its own: an origin or a platform's model answers. */

import { Origin } from "./origin";
import { PlatformModel } from "./platform-model";
import { handlerOf } from "./serve";
import { Misconfigured } from "./settings";

export default handlerOf((bindings, settings) => {
  switch (bindings.EDGE_MODE) {
    case "origin":
      return new Origin(bindings, settings);
    case "workers-ai":
      return new PlatformModel(bindings, settings);
    default:
      throw new Misconfigured("EDGE_MODE is neither origin nor workers-ai");
  }
});
