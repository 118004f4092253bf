import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isError } from "@quayside/core/errors/errors.ts";
import { SavedFilters } from "@quayside/core/logs/saved-filters.ts";
import type { LineFilter, SavedFilter } from "@quayside/core/model/line-filter.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { until } from "../lab/waiting.ts";

const filter: LineFilter = {
  ...{ levels: ["error"], stream: "all", text: "timeout OR refused", expression: false },
  ...{ matchCase: false, marksOnly: false, fields: [{ name: "order", value: "5", not: true }] },
};

describe("saved filters", () => {
  let folder: string;
  let here: SavedFilters;
  let there: SavedFilters;
  let seen: readonly SavedFilter[] | undefined;
  let leaving: AbortController;
  const { signal } = new AbortController();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "quayside-filters-"));
    const open = () => new SavedFilters({ path: join(folder, "filters.json"), report: () => {}, clock: Date.now });
    [here, there] = [open(), open()];
    seen = undefined;
    leaving = new AbortController();
    const watch = async () => {
      for await (const list of there.watch(leaving.signal)) seen = list;
    };
    void watch();
  });
  afterEach(() => {
    leaving.abort();
    here.dispose();
    there.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  const names = () => seen?.map(({ name }) => name);
  const sees = (...expected: string[]) =>
    until(() => JSON.stringify(names()) === JSON.stringify(expected), { what: `the filters ${expected.join(", ")}` });

  it("are kept in a file, by name, and another window sees each change", async () => {
    await sees();
    const { id } = await here.save("noise", filter, signal);
    await sees("noise");
    expect(seen?.[0]).toEqual({ id, name: "noise", filter });
    await here.save("errors", { ...filter, text: "" }, signal);
    await sees("errors", "noise");
    await here.rename(id, "zebra", signal);
    await sees("errors", "zebra");
    await here.remove(id, signal);
    await sees("errors");
    expect(JSON.parse(readFileSync(join(folder, "filters.json"), "utf8"))).toMatchObject({ version: 1 });
  });

  it("of one name take the place of each other, and no two are called the same", async () => {
    const { id } = await here.save("a", filter, signal);
    expect(await here.save("a", { ...filter, text: "other" }, signal)).toEqual({ id });
    const other = await here.save("b", filter, signal);
    const error = await here.rename(other.id, "a", signal).catch((problem: unknown) => problem);
    expect(isError(error, "Conflict")).toBe(true);
    const gone = await here.rename("nowhere", "c", signal).catch((problem: unknown) => problem);
    expect(isError(gone, "NotFound")).toBe(true);
    await until(() => seen?.find(({ name }) => name === "a")?.filter.text === "other", { what: "the newer one" });
  });
});
