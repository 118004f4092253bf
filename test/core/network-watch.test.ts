import { NetworkWatch } from "@quayside/core/hosts/network-watch.ts";
import { afterEach, describe, expect, it } from "vitest";

describe("the watch over this machine’s network", () => {
  const place = { at: 0, here: "10.0.0.5" };
  const watch = new NetworkWatch({ now: () => place.at, addresses: () => place.here });
  let told = 0;
  watch.onDidChange(() => {
    told += 1;
  });
  const look = (milliseconds: number): number => {
    place.at += milliseconds;
    told = 0;
    watch.look();
    return told;
  };
  afterEach(() => watch.dispose());

  it("tells of another address, of none, and of a sleep; of nothing else", () => {
    watch.look();
    expect(look(1000)).toBe(0);
    place.here = "192.168.1.7";
    expect(look(1000)).toBe(1);
    expect(look(1000)).toBe(0);
    place.here = "";
    expect(look(1000)).toBe(1);
    expect(look(3_600_000)).toBe(1);
    expect(look(1000)).toBe(0);
    // The clock was set back.
    expect(look(-5_000)).toBe(0);
  });
});
