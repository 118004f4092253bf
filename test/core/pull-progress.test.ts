import { type PullLine, parsePullLine } from "@quayside/core/engine/pull-line.ts";
import { finished, noProgress, withLine } from "@quayside/core/images/pull-progress.ts";
import { describe, expect, it } from "vitest";

const line = (layer: string, status: string, current?: number, total?: number): PullLine => ({
  ...{ layer, status },
  ...(current === undefined ? {} : { current }),
  ...(total === undefined ? {} : { total }),
});

const after = (lines: readonly PullLine[]) => lines.reduce(withLine, noProgress);

describe("how far a pull is", () => {
  it("counts each layer by its bytes, and what is there already not at all", () => {
    const lines = [line("a", "Already exists"), line("c", "Downloading", 0, 9000), line("b", "Downloading", 500, 1000)];
    expect(after(lines).fraction).toBeCloseTo(0.035);
    expect(after([...lines, line("c", "Download complete")]).fraction).toBeCloseTo(0.665);
    expect(after([...lines, line("c", "Pull complete"), line("b", "Pull complete")]).fraction).toBe(0.99);
  });

  it("never goes back, though a layer is only named later or the engine counts anew", () => {
    const lines = [
      ...[line("a", "Pulling fs layer"), line("a", "Downloading", 90, 100), line("b", "Pulling fs layer")],
      ...[line("b", "Downloading", 1, 100_000), line("a", "Extracting", 1, 100), line("a", "Retrying in 5 seconds")],
      ...[line("a", "Downloading", 0, 100), line("a", "Downloading", 500, 100)],
    ];
    const fractions = lines.map((_line, index) => after(lines.slice(0, index + 1)).fraction);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.every((fraction) => fraction >= 0 && fraction < 1)).toBe(true);
    expect(finished(after(lines)).fraction).toBe(1);
  });

  it("has the layers in the order in which they were named, each with the engine’s own word", () => {
    const { layers, status } = after([
      { status: "Pulling from app" },
      ...[line("b", "Waiting"), line("a", "Downloading", 5, 10), line("b", "Already exists")],
      line("a", "Verifying Checksum"),
    ]);
    expect(status).toBe("Pulling from app");
    expect(layers).toEqual([
      { id: "b", status: "Already exists" },
      { id: "a", status: "Verifying Checksum", total: 10 },
    ]);
  });
});

describe("a line of a pull", () => {
  it("is of a layer, or of the image as a whole", () => {
    expect(parsePullLine('{"status":"Pulling from team/app","id":"1.2"}')).toEqual({ status: "Pulling from team/app" });
    expect(parsePullLine('{"status":"Waiting","progressDetail":{},"id":"abc"}')).toEqual(line("abc", "Waiting"));
    expect(
      parsePullLine('{"status":"Downloading","progressDetail":{"current":1,"total":2},"progress":"[=>]","id":"abc"}'),
    ).toEqual(line("abc", "Downloading", 1, 2));
    expect(parsePullLine('{"status":"Extracting","progressDetail":{"current":1,"total":-1},"id":"a"}')).toEqual(
      line("a", "Extracting", 1),
    );
    expect(parsePullLine("\r")).toBeUndefined();
  });

  it.each([
    ['{"errorDetail":{"message":"no space left on device"},"error":"short"}', "no space left on device"],
    ['{"error":"unknown blob"}', "unknown blob"],
    ['{"status":"Downloa', "can’t be read"],
    ["<html>", "can’t be read"],
  ])("%s is the end of it", (text, words) => {
    expect(() => parsePullLine(text)).toThrow(
      expect.objectContaining({ name: "EngineError", message: expect.stringContaining(words) }),
    );
  });
});
