import { join } from "node:path";
import * as v from "valibot";
import { StateFile } from "../../storage/state-file.ts";
import type { StorageProblem } from "../../storage/storage-problem.ts";

const recording = v.looseObject({
  all: v.exactOptional(v.boolean()),
  /** By host id, where it was chosen for one. */
  hosts: v.exactOptional(v.record(v.string(), v.boolean())),
});
const settings = v.looseObject({ recording: v.exactOptional(recording) });

export type Settings = v.InferOutput<typeof settings>;

/** `settings.json` of the storage folder: other settings in it are left as they are. */
export function settingsFile(
  folder: string,
  report: (problem: StorageProblem) => void,
  clock: () => number,
): StateFile<Settings> {
  return new StateFile<Settings>({
    ...{ path: join(folder, "settings.json"), version: 1, empty: {}, report, clock },
    parse: (data) => v.parse(settings, data),
  });
}

export const recordsAll = ({ recording: chosen }: Settings): boolean => chosen?.all === true;
export const records = ({ recording: chosen }: Settings, host: string): boolean =>
  chosen?.hosts?.[host] ?? chosen?.all === true;

/** Of one host; of all of them where none is told, and then what was chosen for single ones is forgotten. */
export function withRecording(before: Settings, host: string | undefined, on: boolean): Settings {
  const { hosts, ...rest } = before.recording ?? {};
  return {
    ...before,
    recording: host === undefined ? { ...rest, all: on } : { ...rest, hosts: { ...hosts, [host]: on } },
  };
}
