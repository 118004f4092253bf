import { hostname } from "node:os";
import { ownReach } from "@quayside/core/hosts/host-reach.ts";
import { diskOf } from "@quayside/core/hosts/ssh/ssh-reach.ts";
import type { MachineFacts } from "@quayside/core/model/host.ts";
import { describe, expect, it } from "vitest";

const { signal } = new AbortController();
const head = "Filesystem     1024-blocks     Used Available Capacity Mounted on\n";
const machine: MachineFacts = { name: hostname(), cpus: 1, memory: 1, system: "", dataRoot: "/" };

describe("the room that an engine’s data have", () => {
  it.each([
    ["/dev/vda        263942208 26104832 237837376      10% /", { free: 237837376 * 1024, total: 263942208 * 1024 }],
    ["server:/some dir 100 40 60 40% /mnt/my disk", { free: 60 * 1024, total: 100 * 1024 }],
    ["tmpfs 100 100 0 100% /tmp\n", { free: 0, total: 100 * 1024 }],
  ])("is read from what df prints: %s", (line, disk) => {
    expect(diskOf(head + line)).toEqual(disk);
  });

  it.each([
    undefined,
    "",
    "df: /var/lib/docker: No such file or directory",
    head,
    "a b c d e",
  ])("is not known where df says nothing of use: %s", (text) => {
    expect(diskOf(text)).toBeUndefined();
  });

  it("is told of this machine’s own engine, and not of one behind a socket that leads elsewhere", async () => {
    const disk = await ownReach.disk(machine, signal);
    expect(disk?.total).toBeGreaterThan(disk?.free ?? 0);
    expect(await ownReach.disk({ ...machine, name: `not-${hostname()}` }, signal)).toBeUndefined();
    expect(await ownReach.disk({ ...machine, dataRoot: "/nowhere/docker" }, signal)).toBeUndefined();
  });
});
