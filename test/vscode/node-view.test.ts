import type { Container } from "@quayside/core/model/container.ts";
import type { Host, HostState } from "@quayside/core/model/host.ts";
import type { Look } from "@quayside/shared-ui/containers/vocabulary.ts";
import { describe, expect, it } from "vitest";
import type { Translate } from "../../vscode-extension/src/l10n.ts";
import { localMachine } from "../../vscode-extension/src/tree/local-machine.ts";
import { endingMark, hostMarks, marks } from "../../vscode-extension/src/tree/look.ts";
import { nodeView } from "../../vscode-extension/src/tree/node-view.ts";
import { tooltipOf } from "../../vscode-extension/src/tree/tooltip.ts";
import { escapedMarkdown } from "../../vscode-extension/src/tree/tooltip-text.ts";

const t: Translate = (message, ...args) => message.replace(/\{(\d)\}/g, (_, index) => String(args[Number(index)]));
const now = new Date(2026, 10, 21).getTime();
const words = { t, localMachine: undefined, now: () => now };

const engine = {
  id: "e",
  product: "Docker",
  version: "20.10",
  apiVersion: "1.41",
  operatingSystem: "linux",
  architecture: "amd64",
};
const online: Host = {
  ...{ id: "a", name: "laptop", connection: { kind: "unix", path: "/a.sock" }, access: "admin", found: true },
  ...{ isDefault: false, position: 0 },
  state: { kind: "online", engine, latency: 1, since: 0 },
};
const error = {
  name: "HostUnreachable",
  title: "Docker is not running on laptop",
  sentence: "There is nothing at unix:///a.sock.",
  hint: "Start Docker.",
  detail: "ENOENT",
} as const;
const nextTry = new Date(2026, 10, 21, 14, 18, 7).getTime();
const away: Host = { ...online, state: { kind: "unreachable", error, since: 0, nextTry } };

const web: Container = {
  ...{
    host: "a",
    id: "0123456789abcdef",
    name: "web",
    image: "nginx:1.27",
    imageId: "",
    command: "nginx",
    createdAt: 0,
    state: "running",
  },
  ...{
    ports: [
      { privatePort: 80, publicPort: 8080, protocol: "tcp" },
      { privatePort: 443, protocol: "tcp" },
    ],
  },
  ...{ labels: {}, networks: ["front"], mounts: [] },
};
const viewOf = (container: Partial<Container>, host = online) =>
  nodeView({ kind: "container", host, container: { ...web, ...container } }, words);

describe("a node as VS Code draws it", () => {
  it("tells a container’s published ports and image, and all of it in words to a screen reader", () => {
    expect(viewOf({})).toEqual({
      label: "web",
      description: "8080→80 · nginx:1.27",
      mark: { icon: "circle-filled", color: "charts.green" },
      contextValue: ".container.online.alive.running.ports.forwards",
      spoken: "web, running, image nginx:1.27, ports 8080→80, on laptop",
      ...{ expandable: true, closed: true },
    });
  });

  it("has a shape of its own for each state, so that none is told by colour alone", () => {
    const shapes = Object.values(marks).map(({ icon }) => icon);
    expect(new Set(shapes).size).toBe(shapes.length);
    expect(new Set(Object.values(hostMarks).map(({ icon }) => icon)).size).toBe(4);
  });

  it.each<[Look, Partial<Container>, string]>([
    ["unhealthy", { health: "unhealthy" }, "unhealthy"],
    ["checking", { health: "starting" }, "running, health not known yet"],
    ["paused", { state: "paused" }, "paused"],
    ["restarting", { state: "restarting" }, "restarting"],
    ["exited", { state: "exited", run: { since: 0, exact: true, exitCode: 0 } }, "exited 0"],
    ["failed", { state: "exited", run: { since: 0, exact: true, exitCode: 3 } }, "exited 3"],
    ["failed", { state: "exited", run: { since: 0, exact: true, exitCode: 137, outOfMemory: true } }, "out of memory"],
    ["created", { state: "created" }, "created"],
    ["unknown", { state: "unknown" }, "state not known"],
  ])("shows one that is %s with its mark, and says so", (look, container, spoken) => {
    const view = viewOf(container);
    expect(view.mark).toEqual(marks[look]);
    expect(view.spoken).toContain(`web, ${spoken}, `);
  });

  it("says in the line itself what needs a look", () => {
    expect(viewOf({ health: "unhealthy" }).description).toBe("unhealthy · 8080→80 · nginx:1.27");
    expect(viewOf({ state: "exited", run: { since: 0, exact: true, exitCode: 3 } }).description).toMatch(
      /^exited 3 · /,
    );
  });

  it("shows what was last known of a host that is away without colour, and offers no action on it", () => {
    const view = viewOf({}, away);
    expect(view.mark).toEqual({ icon: "circle-filled", color: "disabledForeground" });
    expect(view.description).toMatch(/^last known: running · /);
    expect(view.contextValue).toBe(".container.away.alive.running.ports.forwards");
  });

  it("tells at the host’s line what failed, why, and when the next try is", () => {
    expect(nodeView({ kind: "host", host: away }, words)).toMatchObject({
      description: "unreachable",
      contextValue: ".host.found.unreachable",
    });
    expect(nodeView({ kind: "note", host: away, note: "unreachable" }, words)).toMatchObject({
      label: "Docker is not running on laptop",
      description: "There is nothing at unix:///a.sock. Next try at 14:18:07.",
    });
  });

  it("says what is allowed on a host where it is not everything, and has its menus leave out the rest", () => {
    const limited = (access: Host["access"]): Host => ({ ...online, access });
    const { description } = nodeView({ kind: "host", host: limited("view") }, words);
    expect(description).toContain("view only");
    expect(viewOf({}, limited("view")).contextValue).toMatch(/\.ports\.forwards\.no-operate\.no-admin$/);
    expect(viewOf({}, limited("operate")).contextValue).toMatch(/\.ports\.forwards\.no-admin$/);
  });

  it("makes hidden characters of a name seen, and cuts one that is too long", () => {
    expect(viewOf({ name: "a\u202eb\u001b[31m\n" }).label).toBe("a<U+202E>b\\e[31m\\n");
    expect(viewOf({ name: " " }).label).toBe("“ ”");
    expect(viewOf({ name: "x".repeat(4096) }).label).toHaveLength(201);
    const image = `sha256:${"0123456789abcdef".repeat(4)}`;
    expect(viewOf({ image }).description).toBe("8080→80 · sha256:0123456789ab");
  });

  it("tells where a port of it is open on this machine, and in the tooltip what is wrong with that", () => {
    const opened = [
      {
        ...{ id: "f", container: { host: "a", id: web.id }, name: "web", port: 80, localPort: 41_080, connections: 0 },
        ...{ openedAt: 0, problem: { ...error, sentence: "Nobody listens at port 80 in web." } },
      },
    ];
    const node = { kind: "container", host: online, container: web, opened } as const;
    expect(nodeView(node, words)).toMatchObject({
      description: "localhost:41080 · 8080→80 · nginx:1.27",
      spoken: expect.stringContaining("open at localhost:41080, ports 8080→80"),
    });
    const { sentences, facts } = tooltipOf(node, 0, t);
    expect(sentences).toEqual(["Nobody listens at port 80 in web."]);
    expect(facts).toContainEqual(["Open on this computer", "localhost:41080→80"]);
  });

  it("offers a shell on a host that is reached by SSH, and ports of containers where there is a way to them", () => {
    const by = (connection: Host["connection"], access: Host["access"] = "admin"): Host => ({
      ...online,
      connection,
      access,
    });
    const context = (host: Host) => nodeView({ kind: "host", host }, words).contextValue;
    expect(context(by({ kind: "ssh", host: "nas" }))).toBe(".host.found.online.ssh");
    expect(context(by({ kind: "ssh", host: "nas" }, "operate"))).toBe(".host.found.online.ssh.no-admin");
    expect(context(online)).toBe(".host.found.online");
    expect(viewOf({}, by({ kind: "ssh", host: "nas" })).contextValue).toContain(".forwards");
    expect(viewOf({}, by({ kind: "demo" })).contextValue).not.toContain(".forwards");
  });

  it("marks the demo as what it is", () => {
    const demo: Host = { ...online, connection: { kind: "demo" } };
    expect(nodeView({ kind: "host", host: demo }, words).description).toBe("demo, not a real engine");
  });

  it("marks a host whose certificate is not looked at, and says in the tooltip what that means", () => {
    const connection = { kind: "tls", host: "lax", port: 2376, verify: false } as const;
    const lax: Host = { ...online, connection };
    expect(nodeView({ kind: "host", host: lax }, words).description).toBe("not verified");
    const machine = { name: "m", cpus: 8, memory: 15.6e9, system: "Debian", dataRoot: "/d", clockAhead: -180_000 };
    const told = tooltipOf(
      { kind: "host", host: { ...online, state: { ...online.state, machine } as HostState } },
      0,
      t,
    );
    expect(told.facts).toContainEqual(["Machine", "8 CPUs, 15.6 GB of memory"]);
    expect(told.facts).toContainEqual(["Clock", "3 min behind this machine’s"]);
    expect(told.facts).toContainEqual(["Latency", "1.0 ms"]);
    expect(tooltipOf({ kind: "host", host: lax }, 0, t).sentences.join()).toContain("somebody else could answer");
    const strict: Host = { ...online, connection: { ...connection, verify: true } };
    expect(nodeView({ kind: "host", host: strict }, words).description).toBe("");
  });

  it("tells 30 days ahead that a certificate ends, with a shape of its own, and in the tooltip whose it is", () => {
    const DAY = 24 * 60 * 60 * 1000;
    const ending = (whose: "engine" | "ours", at: number): Host => ({
      ...online,
      state: { kind: "online", engine, latency: 1, since: 0, certificate: { whose, at } },
    });
    const view = (at: number, whose: "engine" | "ours" = "engine") =>
      nodeView({ kind: "host", host: ending(whose, at) }, words);
    expect(view(now + 40 * DAY)).toMatchObject({ description: "", mark: hostMarks.online });
    expect(view(now + 30 * DAY + 1)).toMatchObject({ description: "", mark: hostMarks.online });
    expect(view(now + 30 * DAY).description).toBe("certificate ends in 30 days");
    expect(view(now + 21 * DAY)).toMatchObject({
      description: "certificate ends in 21 days",
      mark: endingMark,
      spoken: "host laptop, online, certificate ends in 21 days",
    });
    expect(view(now + 1).description).toBe("certificate ends within a day");
    expect(view(now, "ours").description).toBe("certificate has ended");
    expect(Object.values(hostMarks).map(({ icon }) => icon)).not.toContain(endingMark.icon);

    const told = (whose: "engine" | "ours", at: number) =>
      tooltipOf({ kind: "host", host: ending(whose, at) }, now, t).sentences.join();
    expect(told("engine", now + 21 * DAY)).toMatch(/^The engine’s certificate.* ends at 12 Dec 2026, /);
    expect(told("ours", now + 21 * DAY)).toMatch(/^Your certificate/);
    expect(told("ours", now + 40 * DAY)).toBe("");
  });

  it("lets nothing in a tooltip act as Markdown, HTML or a link", () => {
    const hostile = "**a** [x](command:y) <b> `c` http://e.vil www.e.vil me@e.vil &lt; \\ \n# h $(zap)";
    const escaped = escapedMarkdown(hostile);
    expect(escaped.replace(/&#\d+;/g, "")).toMatch(/^[a-z ]*$/);
    expect(escaped.replace(/&#(\d+);/g, (_all, code) => String.fromCodePoint(Number(code)))).toBe(hostile);
    expect(escapedMarkdown("größer 容器 5")).toBe("größer 容器 5");
  });

  it("tells times in the tooltip only, where they are made when it is asked for", () => {
    const run = { since: 1_000, exact: true };
    const node = { kind: "container", host: online, container: { ...web, run } } as const;
    expect(tooltipOf(node, 61_000, t).facts).toContainEqual(["State", "running, for 1 min"]);
    expect(JSON.stringify(nodeView(node, words))).toBe(
      JSON.stringify(nodeView({ ...node, container: { ...web, run: { ...run, since: 5 } } }, words)),
    );
  });
});

describe("which machine “local” is", () => {
  const at = (remoteName: string | undefined, runsRemotely: boolean) =>
    localMachine({ remoteName, runsRemotely, machine: "box" }, t);

  it("is not said where there is only one", () => expect(at(undefined, true)).toBeUndefined());

  it.each([
    ["ssh-remote", false, "this computer, box"],
    ["ssh-remote", true, "box, by SSH"],
    ["wsl", true, "WSL on box"],
    ["dev-container", true, "dev container box"],
    ["attached-container", true, "dev container box"],
    ["127.0.0.1:8080", true, "remote machine box"],
  ] as const)("is said in %s with Quayside at the far end: %s", (remoteName, runsRemotely, said) => {
    expect(at(remoteName, runsRemotely)).toBe(said);
  });
});
