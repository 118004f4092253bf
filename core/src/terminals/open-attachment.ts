import { Conflict } from "../errors/errors.ts";
import { delay } from "../lifetime/abort.ts";
import { containerNeeds } from "../model/access.ts";
import { detachBytes, usualDetachKeys } from "../model/detach-keys.ts";
import type { Ref } from "../model/ref.ts";
import { shellWord } from "../model/shell-word.ts";
import { attachmentOf } from "../model/terminal-facts.ts";
import { AttachedStream } from "./attached-stream.ts";
import { ContainerSession } from "./container-session.ts";
import { DetachMatcher } from "./detach-matcher.ts";
import type { OpeningParts } from "./open-exec.ts";

export interface AskedAttachment {
  readonly ref: Ref;
  readonly name: string;
  /** Checked. */
  readonly detachKeys?: string;
}

/** Milliseconds for the exit code to come after the output has ended. */
const EXIT_CODE = 2_000;

/** Joins a terminal to the main process of a running container. Rejects as Terminals.open does. */
export function openAttachment(
  { gate, queries, closed }: OpeningParts,
  { ref, name, detachKeys = usualDetachKeys }: AskedAttachment,
  signal: AbortSignal,
): Promise<ContainerSession> {
  const subject = { type: "container", id: ref.id, name } as const;
  const command = `docker attach --sig-proxy=false --detach-keys ${shellWord(detachKeys)} ${shellWord(name)}`;
  return gate.perform(
    { host: ref.host, subject, type: "attach", need: containerNeeds.terminal, command },
    async (commands, abort) => {
      const engine = queries(ref.host);
      const facts = await engine.terminalFacts(ref.id, abort);
      // An engine joins one to a container that is stopped, and nothing ever comes.
      if (facts.state !== "running") throw new Conflict(`Container ${name} is ${facts.state}: it is not running.`);
      const attachment = attachmentOf(facts, detachKeys);
      const { tty, takesInput } = attachment;
      const joined = await commands.attachContainer(ref.id, { stdin: takesInput }, abort);
      const exitCode = engine.nextExitCode(ref.id, closed);
      // It may never be asked for.
      exitCode.catch(() => {});
      const stream = new AttachedStream({
        ...{ stream: joined, tty, takesInput, keys: new DetachMatcher(detachBytes(detachKeys) ?? []) },
        onDetach: () => session.detach(),
      });
      const session = new ContainerSession({
        ...{ stream, asked: { container: name }, attachment },
        resize: async (columns, rows) => {
          if (tty) await commands.resizeContainer(ref.id, columns, rows, closed);
        },
        // It is not ours: it goes on.
        hangUp: async () => {},
        exitCode: () => Promise.race([exitCode, delay(EXIT_CODE, closed).then(() => undefined)]),
      });
      // A program that draws its screen draws it anew for another size, and so for who comes to look. It has ended by
      // itself where that fails, and that is told by its stream.
      if (tty) await commands.resizeContainer(ref.id, 80, 25, abort).catch(() => {});
      return session;
    },
    signal,
  );
}
