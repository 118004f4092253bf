import * as v from "valibot";
import type { ActionResult } from "../../model/action.ts";
import type { Confirmation } from "../../model/confirmation.ts";
import type { ContainerDetails } from "../../model/container-details.ts";
import type { ProcessTable } from "../../model/process-table.ts";
import { ref, refs } from "./inputs.ts";
import { call } from "./method.ts";

const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
const many = v.object({ refs });

export const containersMethods = {
  "containers.start": call<readonly ActionResult[]>()(many),
  "containers.stop": call<readonly ActionResult[]>()(v.object({ refs, grace: v.exactOptional(seconds) })),
  "containers.restart": call<readonly ActionResult[]>()(v.object({ refs, grace: v.exactOptional(seconds) })),
  "containers.pause": call<readonly ActionResult[]>()(many),
  "containers.unpause": call<readonly ActionResult[]>()(many),
  "containers.kill": call<readonly ActionResult[]>()(many),
  "containers.remove": call<readonly ActionResult[]>()(
    v.object({ refs, force: v.exactOptional(v.boolean()), volumes: v.exactOptional(v.boolean()) }),
  ),
  "containers.rename": call<void>()(v.object({ ref, name: v.pipe(v.string(), v.maxLength(1000)) })),
  /** What to ask before these are removed or killed. */
  "containers.confirm": call<Confirmation>()(v.object({ refs, action: v.picklist(["remove", "kill"]) })),
  /** Compared with its image. `size`: how much it holds, for which the engine walks through its files. */
  "containers.details": call<ContainerDetails>()(v.object({ ref, size: v.exactOptional(v.boolean()) })),
  "containers.processes": call<ProcessTable>()(v.object({ ref })),
  /** The engine's own JSON, indented. */
  "containers.inspect": call<string>()(v.object({ ref })),
} as const;
