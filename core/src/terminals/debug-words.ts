import { allows, debugNeeds } from "../model/access.ts";
import type { Host } from "../model/host.ts";
import { shellWord } from "../model/shell-word.ts";
import type { DebugChoices, TerminalFacts } from "../model/terminal-facts.ts";

export interface DebugTarget {
  /** The container's name. */
  readonly name: string;
  readonly host: Pick<Host, "name" | "access"> | undefined;
  readonly root: string | undefined;
}

/** What a person is told before a debug shell is made. */
export function debugQuestion({ name, host, root }: DebugTarget): Omit<DebugChoices, "images" | "last"> {
  const on = host?.name ?? "its host";
  const files = root === undefined ? "" : ` The files of ${name} are at ${root}.`;
  const forbidden =
    host !== undefined && !allows(host.access, debugNeeds)
      ? `${on} is set to “${host.access}”; to make a container takes “${debugNeeds}”.`
      : undefined;
  return {
    sentence: `Quayside makes a container of that image on ${on}. It shares the processes, the network and the volumes of ${name}, and runs as root with the right to look into those processes (SYS_PTRACE).${files} It is removed when its terminal ends.`,
    button: `Create on ${on}`,
    ...(forbidden === undefined ? {} : { forbidden }),
  };
}

/** What its terminal begins with. */
export function debugGreeting(name: string, image: string, { root }: Pick<TerminalFacts, "root">): string {
  const files = root === undefined ? "" : ` Its files: ${root}`;
  return `\u001b[2mDebug shell of ${plain(image)} beside ${plain(name)}: its processes, network and volumes.${files}\u001b[0m\r\n`;
}

/** The same on a command line, as far as it goes. */
export function debugCommandLine(name: string, image: string): string {
  const beside = shellWord(`container:${name}`);
  return `docker run --rm -it --pid ${beside} --network ${beside} --volumes-from ${shellWord(name)} --cap-add SYS_PTRACE --user 0 ${shellWord(image)} sh`;
}

/** An image's name is a stranger's text, and a terminal acts on what it is shown. */
function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, "?");
}
