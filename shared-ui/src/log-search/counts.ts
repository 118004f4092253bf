import type { SearchedContainer } from "@quayside/core/model/log-search.ts";

/** How many of them are through, however that came. */
export function searchedOf(containers: Iterable<SearchedContainer>): number {
  let over = 0;
  for (const { state } of containers) if (state.kind === "done" || state.kind === "cut") over++;
  return over;
}

export function readBytes(containers: Iterable<SearchedContainer>): number {
  let read = 0;
  for (const { bytes } of containers) read += bytes;
  return read;
}
