import * as v from "valibot";
import type { HeldTerminal, TerminalOutput } from "../../model/held-terminal.ts";
import type { TerminalChoices } from "../../model/terminal-facts.ts";
import { id, nothing, ref } from "./inputs.ts";
import { call, stream } from "./method.ts";

const cells = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));
const terminalSize = { columns: cells, rows: cells };

const word = v.pipe(v.string(), v.maxLength(10_000));
const words = v.pipe(v.array(word), v.maxLength(1000), v.readonly());
const terminalRequest = v.variant("kind", [
  v.object({
    kind: v.literal("exec"),
    command: v.exactOptional(words),
    user: v.exactOptional(word),
    directory: v.exactOptional(word),
    environment: v.exactOptional(words),
  }),
  v.object({ kind: v.literal("attach"), detachKeys: v.exactOptional(word) }),
  v.object({ kind: v.literal("debug"), image: word }),
]);

export const terminalsMethods = {
  /** Terminals in containers that core holds: they go on while no page shows them. */
  "terminals.watch": stream<readonly HeldTerminal[]>()(nothing),
  /** A shell, unless something else is asked for. */
  "terminals.open": call<{ readonly id: string }>()(
    v.object({ ref, ...terminalSize, request: v.exactOptional(terminalRequest) }),
  ),
  /** What can be chosen for one, and what was chosen last. */
  "terminals.choices": call<TerminalChoices>()(v.object({ ref })),
  /** First all that there is to see, then what comes. */
  "terminals.follow": stream<TerminalOutput>()(v.object({ id })),
  "terminals.write": call<void>()(v.object({ id, text: v.pipe(v.string(), v.maxLength(1_000_000)) })),
  "terminals.resize": call<void>()(v.object({ id, ...terminalSize })),
  /** Ends the shell and what runs in it; of one that has ended, what it said is forgotten. */
  "terminals.end": call<void>()(v.object({ id })),
  /** The same to all that are held on a host. */
  "terminals.endAll": call<void>()(v.object({ host: id })),
} as const;
