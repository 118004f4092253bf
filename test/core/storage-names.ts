import type { StateFormat } from "@quayside/core/storage/state-document.ts";
import * as v from "valibot";

/** A list of names: the smallest state that two windows can quarrel about. */
export const namesFormat: StateFormat<readonly string[]> = {
  version: 1,
  empty: [],
  parse: (data) => v.parse(v.array(v.string()), data),
};
