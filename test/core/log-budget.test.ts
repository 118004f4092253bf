import type { LogEntry } from "@quayside/core/logs/lines.ts";
import { LogBudget } from "@quayside/core/logs/log-budget.ts";
import { OUTBOX_LIMITS, Outbox } from "@quayside/core/logs/outbox.ts";
import { describe, expect, it } from "vitest";

const entries = (count: number): LogEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    ...{
      timestamp: `2026-01-01T00:00:00.${String(index).padStart(9, "0")}Z`,
      stream: "stdout",
      text: "x".repeat(872),
      nth: 1,
    },
  }));

describe("the budget of all who look at logs", () => {
  const limit = 500_000;
  const budget = new LogBudget(limit);
  const viewer = (): Outbox => {
    const outbox = new Outbox(OUTBOX_LIMITS, () => 7);
    budget.add(outbox);
    return outbox;
  };
  const taken = (outbox: Outbox) => {
    let lines = 0;
    let skipped = 0;
    while (!outbox.isEmpty) {
      for (const item of outbox.take().items) {
        if ("line" in item) lines += 1;
        else if (item.notice.kind === "skipped") skipped += item.notice.lines;
      }
    }
    return { lines, skipped };
  };

  it("is kept: who has looked the longest ago loses its oldest lines, and is told how many", () => {
    const [idle, busy] = [viewer(), viewer()];
    for (let batch = 0; batch < 10; batch++) {
      idle.push(entries(30));
      busy.push(entries(30));
      expect(idle.bytes + busy.bytes).toBeLessThanOrEqual(limit);
      if (batch % 2 === 1) expect(taken(busy)).toEqual({ lines: 60, skipped: 0 });
    }
    expect(idle.bytes).toBeGreaterThan(limit / 2);
    busy.push(entries(400));
    const { lines, skipped } = taken(idle);
    expect(lines + skipped).toBe(300);
    expect(skipped).toBeGreaterThan(200);
    expect(taken(busy)).toEqual({ lines: 400, skipped: 0 });
  });

  it("is given back by who leaves", () => {
    const [gone, here] = [viewer(), viewer()];
    gone.push(entries(450));
    budget.remove(gone);
    here.push(entries(450));
    expect(taken(here)).toEqual({ lines: 450, skipped: 0 });
  });
});
