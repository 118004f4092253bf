import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RefreshClock } from "../../vscode-extension/src/tree/refresh-clock.ts";

describe("the clock that the tree is drawn by", () => {
  const fired: { readonly at: number; readonly nodes: string[] }[] = [];
  let clock: RefreshClock<string>;
  let start: number;
  let gather: () => void;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
    fired.length = 0;
    start = performance.now();
    gather = () => {};
    clock = new RefreshClock(
      (nodes) => fired.push({ at: performance.now() - start, nodes }),
      () => gather(),
    );
  });

  afterEach(() => {
    clock.dispose();
    vi.useRealTimers();
  });

  it("fires at once after a pause", () => {
    clock.mark(["a"]);
    expect(fired).toEqual([{ at: 0, nodes: ["a"] }]);
    vi.advanceTimersByTime(300);
    clock.mark(["b"]);
    expect(fired[1]).toEqual({ at: 300, nodes: ["b"] });
  });

  it("never fires twice within the 200 ms that VS Code waits, and then gives all that changed in one array", () => {
    for (let time = 0; time < 1000; time += 50) {
      clock.mark([`n${time}`, "same"]);
      vi.advanceTimersByTime(50);
    }
    vi.advanceTimersByTime(300);
    const pauses = fired.slice(1).map(({ at }, index) => at - (fired[index]?.at ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(210);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(260);
    const seen = new Set(fired.flatMap(({ nodes }) => nodes));
    expect(seen.size).toBe(21);
    expect(fired.every(({ nodes }) => new Set(nodes).size === nodes.length)).toBe(true);
  });

  it("asks for what others hold back right before it fires, and fires it along", () => {
    gather = () => clock.mark(["held back"]);
    clock.mark(["a"]);
    vi.advanceTimersByTime(50);
    clock.mark(["b"]);
    vi.advanceTimersByTime(1000);
    expect(fired).toEqual([
      { at: 0, nodes: ["a", "held back"] },
      { at: 210, nodes: ["b", "held back"] },
    ]);
  });

  it("fires nothing for nothing", () => {
    clock.mark([]);
    vi.advanceTimersByTime(1000);
    expect(fired).toEqual([]);
  });
});
