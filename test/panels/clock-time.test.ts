import { clockSeconds, clockTime, dateTime, dayOf } from "@quayside/shared-ui/text/clock-time.ts";
import { describe, expect, it } from "vitest";

const at = (year: number, month: number, day: number, ...time: number[]) =>
  new Date(year, month - 1, day, ...time).getTime();
const now = at(2026, 11, 18, 14, 5);

describe("a time", () => {
  it("of today is that of a clock", () => {
    expect(clockTime(at(2026, 11, 18, 9, 4, 7), now)).toBe("09:04");
    expect(clockSeconds(at(2026, 11, 18, 9, 4, 7))).toBe("09:04:07");
  });

  it("of another day has its date, written one way wherever it stands", () => {
    expect(clockTime(at(2026, 6, 2, 22, 32), now)).toBe("2 Jun 2026, 22:32");
    expect(dateTime(at(2026, 6, 2, 22, 32))).toBe("2 Jun 2026, 22:32");
  });

  it("that is a day has the year where it is another", () => {
    expect(dayOf(at(2026, 12, 11), now)).toBe("11 Dec");
    expect(dayOf(at(2027, 1, 3), now)).toBe("3 Jan 2027");
  });
});
