import type { FilePlace } from "@quayside/core/model/container-file.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import type { TerminalRequest } from "@quayside/core/model/terminal-request.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import { removeContainer, runContainer, runShellless } from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { LabPodman } from "../lab/podman.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("podman");
const { signal } = new AbortController();
const all = { offset: 0, limit: 1000 };

describe("podman", () => {
  let lab: Lab;
  let podman: LabPodman;
  let opened: OpenedQuayside;
  let host: string;
  const ids: string[] = [];

  beforeAll(async () => {
    lab = openLab("podman-flows");
    podman = await lab.startPodman({ name: "nas" });
    opened = await openQuayside([podman]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
  });
  afterEach(async () => {
    for (const id of ids.splice(0)) await removeContainer(podman, id);
  });
  afterAll(async () => {
    await opened?.close();
    await lab?.close();
  });

  const add = async (make: Promise<string>, state = "running"): Promise<Ref> => {
    const ref = { host, id: await make };
    ids.push(ref.id);
    await until(() => opened.quayside.inventory.container(ref)?.state === state, { what: `it to be ${state}` });
    return ref;
  };
  const files = () => opened.quayside.files;
  const write = (at: FilePlace, path: string, text: string, version: string) => {
    const open = async function* () {
      yield Buffer.from(text);
    };
    return files().write(at, path, { size: Buffer.byteLength(text), open }, { kind: "version", version }, signal);
  };
  const open = async (ref: Ref, request: TerminalRequest): Promise<Screen> =>
    new Screen(await opened.quayside.terminals.open(ref, { columns: 100, rows: 30 }, signal, request));

  test("lists, reads, writes, renames and removes the files of a container, with owner and mode kept", async () => {
    const script = "mkdir /d && echo old > /d/f && chown 33:44 /d/f && chmod 640 /d/f && ln -s f /d/to && sleep 3600";
    const at = { kind: "container", ...(await add(runContainer(podman, { name: "flow-files", script }))) } as const;
    const page = await until(
      async () => {
        const read = await files().list(at, "/d", all, signal);
        return read.entries.length === 2 ? read : undefined;
      },
      { what: "what its script makes" },
    );
    expect(page.way).toBe("shell");
    expect(page.entries[0]).toMatchObject({ name: "f", mode: 0o640, uid: 33, gid: 44, change: "added" });
    expect(page.entries[1]).toMatchObject({ name: "to", kind: "link", target: "f", targetKind: "file" });
    const { version, content } = await files().read(at, "/d/to", signal);
    expect(content.toString()).toBe("old\n");
    await write(at, "/d/to", "newer", version);
    expect(await files().stat(at, "/d/f", signal)).toMatchObject({ size: 5, mode: 0o640, uid: 33, gid: 44 });
    // Why: at times podman (4.3) fails where a process ends before it has read its input, in words of its own.
    await expect(write(at, "/d/f", "mine", version)).rejects.toMatchObject({ name: "FileRefused" });
    await files().rename(at, "/d/f", "/d/new\nname", signal);
    expect((await files().read(at, "/d/new\nname", signal)).content.toString()).toBe("newer");
    await files().remove(at, "/d/new\nname", signal);
    expect((await files().list(at, "/d", all, signal)).entries.map(({ name }) => name)).toEqual(["to"]);
  });

  test("reads and writes the files of a container that is stopped", async () => {
    const make = "mkdir /s && echo old > /s/f && chown 33:44 /s/f && chmod 640 /s/f && ln -s f /s/to";
    const script = `if [ -e /s ]; then stat -c '%u:%g %a' /s/f; cat /s/f; else ${make}; fi`;
    const ref = await add(runContainer(podman, { name: "flow-stopped", script }), "exited");
    const at = { kind: "container", ...ref } as const;
    const page = await files().list(at, "/s", all, signal);
    expect(page.way).toBe("archive");
    expect(page.entries.map(({ name }) => name)).toEqual(["f", "to"]);
    // Podman says of each that it is of the container’s user.
    expect(page.entries[0]).not.toHaveProperty("uid");
    const { version, content } = await files().read(at, "/s/to", signal);
    expect(content.toString()).toBe("old\n");
    await write(at, "/s/to", "newer", version);
    expect(await files().stat(at, "/s/f", signal)).toMatchObject({ size: 5, mode: 0o640 });
    expect(await podman.podman(["start", "--attach", ref.id])).toBe("33:44 640\nnewer");
  });

  test("leaves a file as it is whose owner it can’t keep: one of a volume, without a running container", async () => {
    const script = "echo old > /v/f && chown 33:44 /v/f";
    const body = { HostConfig: { Binds: ["flow-volume:/v"] } };
    const at = {
      kind: "container",
      ...(await add(runContainer(podman, { name: "flow-owner", script, body }), "exited")),
    } as const;
    const { version } = await files().read(at, "/v/f", signal);
    await expect(write(at, "/v/f", "newer", version)).rejects.toMatchObject({ reason: "owner-unknown" });
    expect((await files().read(at, "/v/f", signal)).content.toString()).toBe("old\n");
  });

  test("lets a container’s main process be joined, and left by its keys", async () => {
    const body = { Tty: true, OpenStdin: true };
    const ref = await add(runContainer(podman, { name: "flow-attach", script: "exec sh", body }));
    const first = await open(ref, { kind: "attach" });
    first.type("echo joined-$((1+1))\n");
    await first.shows(/joined-2/);
    first.type("\x10\x11");
    await first.ends();
    const second = await open(ref, { kind: "attach" });
    second.type("exit 7\n");
    expect(await second.ends()).toEqual({ exitCode: 7 });
  });

  test("has a debug shell beside a container that has no shell, and nothing is left of it", async () => {
    const ref = await add(runShellless(podman, "flow-bare"));
    const before = await podman.podman(["ps", "-aq", "--no-trunc"]);
    const screen = await open(ref, { kind: "debug", image: baseImage });
    await screen.shows(/beside flow-bare/);
    screen.type("tr '\\0' ' ' < /proc/1/cmdline; ls /proc/1/root/; echo end-$((1+1))\n");
    await screen.shows(/end-2/);
    screen.type("exit\n");
    expect(await screen.ends()).toEqual({ exitCode: 0 });
    await until(async () => (await podman.podman(["ps", "-aq", "--no-trunc"])) === before, { what: "its removal" });
  });
});
