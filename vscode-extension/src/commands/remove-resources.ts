import type { Quayside } from "@quayside/core";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ActionResult } from "@quayside/core/model/action.ts";
import type { Confirmation } from "@quayside/core/model/confirmation.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import * as vscode from "vscode";
import { cancellable } from "./cancellable.ts";
import { whyNotOn } from "./host-for.ts";
import type { Handler, Parts } from "./parts.ts";
import { chosenThings, type Thing, type ThingKind } from "./things.ts";

const { t } = vscode.l10n;

export type RemovableKind = Exclude<ThingKind, "container">;

interface RemovalWords {
  readonly title: string;
  readonly none: string;
  readonly several: (count: number) => string;
}

const words: Readonly<Record<RemovableKind, RemovalWords>> = {
  image: {
    title: t("Remove images"),
    none: t("There is no image to remove."),
    several: (count) => t("{0} images", count),
  },
  volume: {
    title: t("Remove volumes"),
    none: t("There is no volume to remove."),
    several: (count) => t("{0} volumes", count),
  },
  network: {
    title: t("Remove networks"),
    none: t("There is no network to remove."),
    several: (count) => t("{0} networks", count),
  },
};

interface Removal {
  readonly confirm: (refs: readonly Ref[]) => Confirmation;
  readonly remove: (refs: readonly Ref[], force: boolean, signal: AbortSignal) => Promise<ActionResult[]>;
}

function removalOf({ images, volumes, networks }: Quayside, kind: RemovableKind): Removal {
  switch (kind) {
    case "image":
      return {
        confirm: (refs) => images.confirm(refs),
        remove: (refs, force, signal) => images.remove(refs, { force }, signal),
      };
    case "volume":
      return {
        confirm: (refs) => volumes.confirm(refs),
        remove: (refs, _force, signal) => volumes.remove(refs, {}, signal),
      };
    case "network":
      return {
        confirm: (refs) => networks.confirm(refs),
        remove: (refs, _force, signal) => networks.remove(refs, signal),
      };
  }
}

/** Asks, removes them, and tells of each that was not. */
export function removeResources(parts: Parts, kind: RemovableKind): Handler {
  const { tree, messages } = parts;
  return async (target, { quayside }) => {
    const things = await chosenThings(tree.model, target, { ...words[kind], kinds: [kind], whyNot: whyNotRemove });
    if (things.length === 0) return;
    const removal = removalOf(quayside, kind);
    const { title, sentence, button } = removal.confirm(things.map(({ ref }) => ref));
    if ((await messages.ask(title, sentence, button)) === undefined) return;
    const failed = await removed(kind, removal, things, false);
    const forceable = kind === "image" ? failed.filter(({ error }) => isForceable(error)) : [];
    await tell(
      parts,
      kind,
      failed.filter((failure) => !forceable.includes(failure)),
      things.length,
    );
    if (forceable.length === 0 || !(await mayForce(parts, quayside, forceable))) return;
    const again = forceable.map(({ thing }) => thing);
    await tell(parts, kind, await removed(kind, removal, again, true), again.length);
  };
}

interface Failure {
  readonly thing: Thing;
  readonly error: ErrorInfo;
}

async function removed(
  kind: RemovableKind,
  { remove }: Removal,
  things: readonly Thing[],
  force: boolean,
): Promise<Failure[]> {
  const [only] = things;
  const what = things.length === 1 && only !== undefined ? only.name : words[kind].several(things.length);
  const refs = things.map(({ ref }) => ref);
  const results = await cancellable(t("Removing {0}", what), (signal) => remove(refs, force, signal));
  return results.flatMap(({ ref, error }) => {
    const thing = things.find(({ ref: { host, id } }) => host === ref.host && id === ref.id);
    return error === undefined || error.name === "Cancelled" || thing === undefined ? [] : [{ thing, error }];
  });
}

async function tell({ messages }: Parts, kind: RemovableKind, failed: readonly Failure[], all: number): Promise<void> {
  if (failed.length === 0) return;
  const title = all === 1 ? t("Not removed.") : t("Not removed: {0} of {1}.", failed.length, words[kind].several(all));
  const failures = failed.map(({ thing, error }) => ({
    subject: t("{0} on {1}", thing.name, thing.node.host.name),
    error,
  }));
  await messages.failures(title, failures);
}

/** A question of its own, with the engine's words for each. */
async function mayForce({ messages }: Parts, { images }: Quayside, failed: readonly Failure[]): Promise<boolean> {
  const [only] = failed;
  const { sentence } = images.confirm(
    failed.map(({ thing }) => thing.ref),
    { force: true },
  );
  const title =
    failed.length === 1 && only !== undefined
      ? t("Force the removal of {0} from {1}?", only.thing.name, only.thing.node.host.name)
      : t("Force the removal of {0}?", words.image.several(failed.length));
  const hosts = [...new Set(failed.map(({ thing }) => thing.node.host.name))];
  const refusals = failed.slice(0, 8).map(({ error }) => error.sentence);
  const lines = [
    t("The engine refused:"),
    ...refusals,
    ...(failed.length > refusals.length ? ["…"] : []),
    "",
    sentence,
  ];
  return (await messages.ask(title, lines, t("Force the Removal from {0}", hosts.join(", ")))) !== undefined;
}

/** Where the engine itself says that it would do so if it were forced: of one with several names, or that a stopped container uses. */
function isForceable({ name, sentence }: ErrorInfo): boolean {
  return name === "Conflict" && /\(must (?:be )?forced?\)/.test(sentence);
}

function whyNotRemove({ node }: Thing): string | undefined {
  if (node.kind === "network" && node.network.builtIn) return t("It is the engine’s own and can’t be removed.");
  return whyNotOn(node.host, "admin");
}
