import { commandLine, parseCommandLine } from "@quayside/core/model/command-line.ts";
import { detachKeysProblem } from "@quayside/core/model/detach-keys.ts";
import type { TerminalChoices } from "@quayside/core/model/terminal-facts.ts";
import {
  directoryProblem,
  environmentProblem,
  type TerminalRequest,
  userProblem,
} from "@quayside/core/model/terminal-request.ts";

import { strings } from "./strings.ts";

/** What is typed into the sheet, as it is. */
export interface RequestForm {
  readonly kind: TerminalRequest["kind"];
  readonly command: string;
  readonly user: string;
  readonly directory: string;
  /** A line for each entry. */
  readonly environment: string;
  readonly detachKeys: string;
  /** Of a debug shell. */
  readonly image: string;
}

export type FormProblems = Partial<Record<keyof RequestForm, string>>;

export const emptyForm: RequestForm = {
  ...{ kind: "exec", command: "", user: "", directory: "", environment: "", detachKeys: "", image: "" },
};

/** As it was filled in last for a container of that name. */
export function formOf({ last, lastDetachKeys, attachment, debug }: TerminalChoices): RequestForm {
  return {
    kind: "exec",
    command: commandLine(last.command ?? []),
    user: last.user ?? "",
    directory: last.directory ?? "",
    environment: (last.environment ?? []).join("\n"),
    detachKeys: lastDetachKeys ?? attachment.detachKeys,
    image: debug.last ?? "",
  };
}

/** What is asked for, or what keeps it from being so, by the field. */
export function requestOf(
  form: RequestForm,
): { readonly request: TerminalRequest } | { readonly problems: FormProblems } {
  if (form.kind === "attach") {
    const problem = detachKeysProblem(form.detachKeys);
    return problem === undefined
      ? { request: { kind: "attach", detachKeys: form.detachKeys } }
      : { problems: { detachKeys: problem } };
  }
  if (form.kind === "debug") {
    const image = form.image.trim();
    return image === "" ? { problems: { image: strings.imageMissing } } : { request: { kind: "debug", image } };
  }
  const parsed = parseCommandLine(form.command);
  const [user, directory] = [form.user.trim(), form.directory.trim()];
  const environment = form.environment.split("\n").filter((line) => line.trim() !== "");
  const wrong = environment.map(environmentProblem).find((problem) => problem !== undefined);
  const problems: FormProblems = {
    ...("problem" in parsed ? { command: parsed.problem } : {}),
    ...said("user", user === "" ? undefined : userProblem(user)),
    ...said("directory", directory === "" ? undefined : directoryProblem(directory)),
    ...said("environment", wrong),
  };
  if ("problem" in parsed || Object.keys(problems).length > 0) return { problems };
  const { words } = parsed;
  return {
    request: {
      kind: "exec",
      ...(words.length === 0 ? {} : { command: words }),
      ...(user === "" ? {} : { user }),
      ...(directory === "" ? {} : { directory }),
      ...(environment.length === 0 ? {} : { environment }),
    },
  };
}

function said(field: keyof RequestForm, problem: string | undefined): FormProblems {
  return problem === undefined ? {} : { [field]: problem };
}
