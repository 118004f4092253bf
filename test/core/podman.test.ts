import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, openEngine } from "@quayside/core/engine/engine.ts";
import { pathDialer } from "@quayside/core/hosts/dialers.ts";
import type { Container } from "@quayside/core/model/container.ts";
import type { StatsSample } from "@quayside/core/model/container-stats.ts";
import type { HostState } from "@quayside/core/model/host.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { baseImage } from "../lab/base-image.ts";
import {
  createContainer,
  healthCheck,
  removeContainer,
  runContainer,
  runCpuBurner,
  runShellless,
} from "../lab/containers.ts";
import { type Lab, openLab } from "../lab/lab.ts";
import { needs } from "../lab/needs.ts";
import type { LabPodman } from "../lab/podman.ts";
import { until } from "../lab/waiting.ts";
import { listed, type OpenedQuayside, openQuayside } from "./open-quayside.ts";
import { makeKey, writeSshConfig } from "./ssh-host.ts";
import { Screen } from "./terminal-screen.ts";

const { describe, test } = needs("podman");
const ssh = needs("podman", "ssh");
const { signal } = new AbortController();

describe("podman", () => {
  let lab: Lab;
  let podman: LabPodman;
  let opened: OpenedQuayside;
  let host: string;
  let engine: Engine;
  const ids: string[] = [];

  beforeAll(async () => {
    lab = openLab("podman");
    podman = await lab.startPodman({ name: "nas" });
    opened = await openQuayside([podman]);
    host = opened.hosts[0] ?? "";
    await listed(opened, host);
    const dialer = pathDialer(podman.socket, podman.dockerHost);
    engine = await openEngine({ host, dialer, deadline: 5000, now: Date.now }, signal);
  });
  afterEach(async () => {
    for (const id of ids.splice(0)) await removeContainer(podman, id);
  });
  afterAll(async () => {
    engine?.dispose();
    await opened?.close();
    await lab?.close();
  });

  const show = (ref: Ref): Container | undefined => opened.quayside.inventory.container(ref);
  const add = async (make: Promise<string>): Promise<Ref> => {
    const ref = { host, id: await make };
    ids.push(ref.id);
    await until(() => show(ref), { what: "the container in the inventory" });
    return ref;
  };
  const becomes = (ref: Ref, state: string) => until(() => show(ref)?.state === state, { what: `state ${state}` });
  const online = (quayside = opened.quayside): Promise<Extract<HostState, { kind: "online" }>> =>
    until(
      () => {
        const state = quayside.hosts.list()[0]?.state;
        return state?.kind === "online" && state.machine !== undefined ? state : undefined;
      },
      { what: "the host to be online" },
    );
  /** As the list alone has it. */
  const inList = async ({ id }: Ref): Promise<Container | undefined> =>
    (await engine.queries.listContainers(signal)).find((container) => container.id === id);
  const told = async (ref: Ref) =>
    (await opened.quayside.events.query({ host, kinds: ["engine"], limit: 1000 }, signal))
      // A stop that was heeded is only told at times, before or after the end that it brought.
      .filter(({ subject, type }) => subject?.id === ref.id && type !== "stop")
      .map(({ type, message }) => [type, message.replace(/ on [^ ]+$/, "")])
      .reverse();

  test("tells all of a container compared with its image, and what runs in it", async () => {
    const ref = await add(
      runContainer(podman, {
        name: "detailed",
        body: { Env: ["QUERY=a=b", "DB_PASSWORD=hunter2"], ...healthCheck("echo fine"), WorkingDir: "/tmp" },
      }),
    );
    const found = await opened.quayside.containers.details(ref, {}, signal);
    expect(found.image).toMatchObject({ state: "present", id: show(ref)?.imageId });
    expect(found.image.tagMoved).toBeUndefined();
    expect(found.environment.compared).toBe(true);
    const entry = (name: string) => found.environment.entries.find((one) => one.name === name);
    expect(entry("QUERY")).toMatchObject({ kind: "added", value: "a=b", secret: false });
    expect(entry("DB_PASSWORD")).toMatchObject({ kind: "added", secret: true });
    expect(found.workingDirectory.value).toBe("/tmp");
    expect(found.health).toMatchObject({ interval: 1000, retries: 1 });
    const { titles, rows } = await opened.quayside.containers.processes(ref, signal);
    expect(titles).toEqual(expect.arrayContaining(["PID", "COMMAND"]));
    expect(rows.some((row) => row[titles.indexOf("COMMAND")]?.includes("sleep 3600"))).toBe(true);
  });

  test("says that it is Podman, and which", async () => {
    const { engine: info, machine } = await online();
    expect(info).toMatchObject({ product: "Podman", version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
    expect(machine).toMatchObject({ name: "nas", cpus: expect.any(Number) });
  });

  test("has an id that stays, though it tells another one at each call", async () => {
    type Info = { readonly ID: string };
    const [one, two] = [await podman.api.json<Info>("GET", "/info"), await podman.api.json<Info>("GET", "/info")];
    expect(one.ID).not.toBe(two.ID);
    expect((await online()).engine.id).toBe(host);
  });

  test("tells what a container uses, nothing once it is stopped, and goes on when it is started again", async () => {
    const ref = await add(runCpuBurner(podman, "pod-busy"));
    const leaving = new AbortController();
    let latest: StatsSample | null | undefined;
    const looking = (async () => {
      for await (const batch of opened.quayside.stats.watch([ref], leaving.signal)) latest = batch.at(-1)?.sample;
    })();
    const works = () =>
      until(() => (latest?.cpuPercent ?? 0) > 1 && (latest?.memory?.used ?? 0) > 0, {
        ...{ what: "its work", withinMs: 30_000 },
      });
    await works();
    await podman.podman(["stop", "--time", "5", "pod-busy"]);
    await until(() => latest === null, { what: "no value any more", withinMs: 30_000 });
    await podman.podman(["start", "pod-busy"]);
    await works();
    leaving.abort();
    await looking;
  });

  test("shows what happens to a container from the podman command, as it happens, and records it", async () => {
    const id = await podman.podman([
      ...["run", "--detach", "--cgroup-parent", podman.cgroupParent, "--name", "pod-live"],
      ...[baseImage, "sh", "-c", "trap 'exit 4' TERM; while :; do sleep 1 & wait $!; done"],
    ]);
    const ref = { host, id: id.trim() };
    await becomes(ref, "running");
    expect(show(ref)).toMatchObject({ name: "pod-live", image: `docker.io/${baseImage}`, networks: ["podman"] });
    await podman.podman(["pause", "pod-live"]);
    await becomes(ref, "paused");
    await podman.podman(["unpause", "pod-live"]);
    await becomes(ref, "running");
    await podman.podman(["rename", "pod-live", "pod-renamed"]);
    await until(() => show(ref)?.name === "pod-renamed", { what: "the new name" });
    await podman.podman(["stop", "pod-renamed"]);
    await becomes(ref, "exited");
    expect(show(ref)?.run).toMatchObject({ exitCode: 4, exact: true });
    await podman.podman(["rm", "pod-renamed"]);
    await until(() => show(ref) === undefined, { what: "it to be gone" });
    // Its end is on record a moment later than the rest: podman may yet tell of the stop.
    await until(async () => (await told(ref)).length >= 7, { what: "the record" });
    expect(await told(ref)).toEqual([
      ["create", "pod-live was created"],
      ["start", "pod-live started"],
      ["pause", "pod-live was paused"],
      ["unpause", "pod-live was resumed"],
      ["rename", "pod-renamed was renamed"],
      // Why, is known where podman tells of the stop.
      ["die", expect.stringMatching(/^pod-renamed ended with exit code 4(: it was (sent SIGTERM|stopped))?$/)],
      ["remove", "pod-renamed was removed"],
    ]);
  });

  test("starts, pauses, resumes, restarts, stops, kills, renames and removes what it is asked to", async () => {
    const { containers } = opened.quayside;
    const ref = await add(createContainer(podman, { name: "pod-actions" }));
    expect(show(ref)?.state).toBe("created");
    expect(await containers.start([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "running");
    expect(await containers.start([ref], signal)).toEqual([{ ref }]);
    expect(await containers.pause([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "paused");
    expect(await containers.unpause([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "running");
    expect(await containers.restart([ref], { grace: 5 }, signal)).toEqual([{ ref }]);
    expect(await containers.kill([ref], signal)).toEqual([{ ref }]);
    await until(() => show(ref)?.run?.exitCode === 137, { what: "the exit code of a kill" });
    await containers.rename(ref, "pod-actions-2", signal);
    await until(() => show(ref)?.name === "pod-actions-2", { what: "the new name" });
    expect(await containers.start([ref], signal)).toEqual([{ ref }]);
    await becomes(ref, "running");
    expect(await containers.stop([ref], { grace: 5 }, signal)).toEqual([{ ref }]);
    await becomes(ref, "exited");
    expect(await containers.remove([ref], {}, signal)).toEqual([{ ref }]);
    await until(() => show(ref) === undefined, { what: "it to be gone" });
  });

  test("refuses what the container's state forbids as docker does: as a conflict", async () => {
    const ref = await add(createContainer(podman, { name: "pod-idle" }));
    for (const action of ["pause", "unpause", "kill"] as const) {
      const [result] = await opened.quayside.containers[action]([ref], signal);
      expect(result?.error, action).toMatchObject({ name: "Conflict" });
    }
    const [running] = [await add(runContainer(podman, { name: "pod-busy" }))];
    expect((await opened.quayside.containers.remove([running], {}, signal))[0]?.error).toMatchObject({
      name: "Conflict",
      sentence: expect.stringContaining("running"),
    });
    await expect(opened.quayside.containers.rename(ref, "pod-busy", signal)).rejects.toMatchObject({
      name: "Conflict",
    });
  });

  test("tells the same of a container in its list and when it is asked for it alone", async () => {
    const shapes: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
      ["with an argument that has spaces", {}],
      ["with an entrypoint", { Entrypoint: ["sh", "-c"], Cmd: ["exec sleep 1000", "a b"] }],
      [
        "with ports published and only exposed",
        {
          ExposedPorts: { "80/tcp": {}, "81/udp": {}, "82/tcp": {} },
          HostConfig: { PortBindings: { "80/tcp": [{ HostPort: "8080" }], "81/udp": [{ HostIp: "127.0.0.1" }] } },
        },
      ],
      ["with volumes", { HostConfig: { Binds: ["pod-data:/data", "/etc:/host-etc:ro"], Tmpfs: { "/scratch": "" } } }],
      ["in the host's network", { HostConfig: { NetworkMode: "host" } }],
      ["without a network", { HostConfig: { NetworkMode: "none" } }],
      ["with a TTY and labels", { Tty: true, Labels: { "com.docker.compose.project": "shop" } }],
      ["with a health check", healthCheck("exit 0")],
    ];
    const checkState = async (ref: Ref, what: string, state: string): Promise<void> => {
      await becomes(ref, state);
      const { run, ...looked } = show(ref) ?? {};
      const { run: listedRun, ...found } = (await inList(ref)) ?? {};
      expect(found, `${what}, ${state}`).toEqual(looked);
      expect(listedRun?.exitCode, `${what}, ${state}`).toBe(run?.exitCode);
    };
    await Promise.all(
      shapes.map(async ([what, body], index) => {
        const ref = await add(createContainer(podman, { name: `pod-shape-${index}`, body }));
        await checkState(ref, what, "created");
        await podman.api.json("POST", `/containers/${ref.id}/start`);
        await checkState(ref, what, "running");
        await podman.api.json("POST", `/containers/${ref.id}/stop?t=0`);
        await checkState(ref, what, "exited");
      }),
    );
  });

  test("has the health of its containers in the first list, and each new one", async () => {
    const body = healthCheck("test -e /tmp/ill && exit 1; exit 0");
    const ref = await add(runContainer(podman, { name: "pod-health", body }));
    expect((await inList(ref))?.health).toBe("starting");
    // Without systemd nobody checks but who is told to.
    await podman.podman(["healthcheck", "run", "pod-health"]);
    await until(() => show(ref)?.health === "healthy", { what: "it to be healthy" });
    expect((await inList(ref))?.health).toBe("healthy");
    await podman.podman(["exec", "pod-health", "touch", "/tmp/ill"]);
    await podman.podman(["healthcheck", "run", "pod-health"]).catch(() => {}); // it tells "unhealthy" by its exit code
    await until(() => show(ref)?.health === "unhealthy", { what: "it to be ill" });
    expect((await inList(ref))?.health).toBe("unhealthy");
    // Each check is an event, and its result is not in it.
    expect((await told(ref)).map(([type]) => type)).toEqual(["create", "start"]);
  });

  describe("a terminal", () => {
    const start = async (ref: Ref): Promise<Screen> =>
      new Screen(await opened.quayside.terminals.open(ref, { columns: 80, rows: 24 }, signal));

    test("echoes, has the size that it is given, and tells how its shell ended", async () => {
      const screen = await start(await add(runContainer(podman, { name: "pod-shell" })));
      await screen.shows(/# /);
      expect(screen.text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
      screen.type("while read x; do stty size; done\n");
      const sized = (text: string) =>
        until(
          () => {
            screen.type("\n");
            return screen.text.includes(text);
          },
          { what: `${text} in ${screen.text}`, everyMs: 100 },
        );
      await sized("24 80");
      screen.session.resize(132, 50);
      await sized("50 132");
      screen.type("\x04exit 7\n");
      expect(await screen.ends()).toEqual({ exitCode: 7 });
    });

    test("that is closed ends its shell and what runs in it", async () => {
      const ref = await add(runContainer(podman, { name: "pod-closed" }));
      const screen = await start(ref);
      await screen.shows(/# /);
      screen.type("sleep 54321\n");
      const processes = () => podman.podman(["top", "pod-closed", "args"]);
      await until(async () => (await processes()).includes("sleep 54321"), { what: "sleep to run" });
      await screen.session.close();
      await until(async () => !(await processes()).includes("sleep 54321"), { what: "sleep to be gone" });
    });

    test("in a container without a shell says so", async () => {
      const ref = await add(runShellless(podman, "pod-bare"));
      const failure = await start(ref)
        .then(async (screen) => (await screen.ends()).error)
        .catch((error: unknown) => error);
      expect(failure).toMatchObject({ name: "NotFound", message: expect.stringContaining("has no shell") });
    });
  });

  ssh.test("is found by itself over SSH, where root has its socket", async () => {
    const server = await lab.startSshServer({
      ...{ name: "nas-ssh", network: podman.network, runFolder: podman.runFolder },
    });
    const key = await makeKey(lab.folder, "id_nas");
    server.authorize(`${key}.pub`);
    const knownHosts = join(lab.folder, "nas_known_hosts");
    writeFileSync(knownHosts, `${server.address} ${server.hostKey}\n`);
    const sshConfigFile = writeSshConfig(lab.folder, { hosts: [{ name: "nas", server }], knownHosts, keys: [key] });
    const far = await openQuayside([], { sshConfigFile });
    try {
      const { id } = await far.quayside.hosts.add({ name: "nas", connection: { kind: "ssh", host: "nas" } }, signal);
      await listed(far, id);
      expect(await online(far.quayside)).toMatchObject({
        ...{ via: "/run/podman/podman.sock", engine: { product: "Podman" }, machine: { name: "nas" } },
      });
      const ref = { host: id, id: await runContainer(podman, { name: "pod-far" }) };
      ids.push(ref.id);
      await until(() => far.quayside.inventory.container(ref)?.state === "running", { what: "the container" });
      await until(() => show({ ...ref, host })?.state === "running", { what: "the same here" });
    } finally {
      await far.close();
      await server.kill();
    }
  });

  test("shows a pod's containers, its infra container too, and says why that one can't be removed", async () => {
    await podman.podman([
      ...["pod", "create", "--name", "pod-of-two", "--cgroup-parent", podman.cgroupParent],
      ...["--infra-image", baseImage, "--infra-command", "sleep 10000", "--publish", "8099:80"],
    ]);
    try {
      await podman.podman([
        "run",
        "--detach",
        "--pod",
        "pod-of-two",
        "--name",
        "pod-member",
        baseImage,
        "sleep",
        "10000",
      ]);
      const named = (name: RegExp) =>
        until(() => opened.quayside.inventory.snapshot().containers.find((container) => name.test(container.name)), {
          what: String(name),
        });
      const member = await named(/^pod-member$/);
      const infra = await named(/-infra$/);
      const memberRef = { host, id: member.id };
      await becomes(member, "running");
      await becomes(infra, "running");
      for (const ref of [member, infra]) {
        const { run: _run, ...found } = (await inList(ref)) ?? {};
        const { run: _looked, ...looked } = show(ref) ?? {};
        expect(found).toEqual(looked);
      }
      const [refused] = await opened.quayside.containers.remove([infra], { force: true }, signal);
      expect(refused?.error?.sentence).toContain("infra container of pod");
      expect(show(infra)?.state).toBe("running");
      expect(await opened.quayside.containers.stop([memberRef], { grace: 0 }, signal)).toEqual([{ ref: memberRef }]);
      await becomes(member, "exited");
    } finally {
      await podman.podman(["pod", "rm", "--force", "--time", "0", "pod-of-two"]);
    }
    await until(
      () => !opened.quayside.inventory.snapshot().containers.some(({ name }) => /pod-member|-infra$/.test(name)),
      { what: "the pod to be gone" },
    );
  });

  test("comes back after it was killed, and what happened meanwhile is told, however much it was", async () => {
    const ref = await add(runContainer(podman, { name: "pod-survivor" }));
    const unreachable = () => opened.quayside.hosts.list()[0]?.state.kind === "unreachable";
    await becomes(ref, "running");
    await podman.kill();
    await until(unreachable, { what: "the host to be unreachable" });
    expect(show(ref)?.state).toBe("running");
    // Its command needs no service. Docker would know of the last 256 events only.
    await podman.podman(["stop", "--time", "0", "pod-survivor"]);
    for (let round = 0; round < 8; round++)
      await podman
        .podman(["container", "rename", "pod-survivor", `pod-survivor-${round}`])
        .then(() => podman.podman(["container", "rename", `pod-survivor-${round}`, "pod-survivor"]));
    await podman.start();
    await becomes(ref, "exited");
    await until(async () => (await told(ref)).length === 19, { what: "all that happened meanwhile" });
    expect((await told(ref)).map(([type]) => type)).toEqual(["create", "start", "die", ...Array(16).fill("rename")]);
    expect(await opened.quayside.events.query({ host, kinds: ["gap"] }, signal)).toEqual([]);
    await opened.quayside.containers.start([ref], signal);
    await becomes(ref, "running");
  });
});
