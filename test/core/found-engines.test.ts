import { createHash } from "node:crypto";
import { contextEngines, localEngine, parseAddress, type Surroundings } from "@quayside/core/hosts/found-engines.ts";
import { describe, expect, test } from "vitest";

interface Machine {
  readonly platform?: NodeJS.Platform;
  readonly home?: string;
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
  /** Sockets and pipes that are there. */
  readonly sockets?: readonly string[];
}

function machine({
  platform = "linux",
  home = "/home/ann",
  env = {},
  files = {},
  sockets = [],
}: Machine): Surroundings {
  const separator = platform === "win32" ? "\\" : "/";
  return {
    platform,
    env,
    home,
    readText: (path) => files[path],
    exists: (path) => sockets.includes(path) || path in files,
    readFolder: (path) => [
      ...new Set(
        Object.keys(files)
          .filter((file) => file.startsWith(`${path}${separator}`))
          .map((file) => file.slice(path.length + 1).split(separator)[0] ?? ""),
      ),
    ],
  };
}

const contextId = (name: string) => createHash("sha256").update(name).digest("hex");
const context = (name: string, host: string, folder = "/home/ann/.docker") => ({
  [`${folder}/contexts/meta/${contextId(name)}/meta.json`]: JSON.stringify({
    Name: name,
    Metadata: {},
    Endpoints: { docker: { Host: host, SkipTLSVerify: false } },
  }),
});
const config = (json: unknown, folder = "/home/ann/.docker") => ({ [`${folder}/config.json`]: JSON.stringify(json) });

describe("the local engine", () => {
  test("is the default socket where nothing says otherwise, there or not", () => {
    expect(localEngine(machine({}))).toEqual({
      name: "local",
      address: "unix:///var/run/docker.sock",
      connection: { kind: "unix", path: "/var/run/docker.sock" },
      source: "socket",
    });
  });

  test.each([
    ["linux", {}, "/var/run/docker.sock"],
    ["linux", { XDG_RUNTIME_DIR: "/run/user/1000" }, "/run/user/1000/docker.sock"],
    ["linux", { XDG_RUNTIME_DIR: "/run/user/1000" }, "/run/user/1000/podman/podman.sock"],
    ["linux", {}, "/home/ann/.docker/desktop/docker.sock"],
    ["linux", {}, "/run/podman/podman.sock"],
    ["darwin", {}, "/var/run/docker.sock"],
    ["darwin", {}, "/home/ann/.docker/run/docker.sock"],
    ["darwin", {}, "/home/ann/.colima/default/docker.sock"],
    ["darwin", {}, "/home/ann/.orbstack/run/docker.sock"],
    ["darwin", {}, "/home/ann/.rd/docker.sock"],
  ] as const)("on %s with %o is found at %s", (platform, env, path) => {
    expect(localEngine(machine({ platform, env, sockets: [path] })).connection).toEqual({ kind: "unix", path });
  });

  test("is the first of several sockets", () => {
    const sockets = ["/home/ann/.rd/docker.sock", "/home/ann/.docker/run/docker.sock"];
    expect(localEngine(machine({ platform: "darwin", sockets })).address).toBe(
      "unix:///home/ann/.docker/run/docker.sock",
    );
  });

  test.each(["//./pipe/docker_engine", "//./pipe/dockerDesktopLinuxEngine"])("on Windows is found at %s", (path) => {
    expect(localEngine(machine({ platform: "win32", home: "C:\\Users\\Ann", sockets: [path] }))).toMatchObject({
      address: `npipe:${path.replace("//./", "////./")}`,
      connection: { kind: "pipe", path },
    });
  });

  test("is what DOCKER_HOST says, before everything else", () => {
    const around = machine({
      env: { DOCKER_HOST: "unix:///tmp/a.sock", DOCKER_CONTEXT: "far" },
      files: { ...context("far", "unix:///tmp/far.sock"), ...config({ currentContext: "far" }) },
      sockets: ["/var/run/docker.sock"],
    });
    expect(localEngine(around)).toMatchObject({ address: "unix:///tmp/a.sock", source: "DOCKER_HOST" });
  });

  test("of an address that can't be dialled yet is named without a connection", () => {
    expect(localEngine(machine({ env: { DOCKER_HOST: "tcp://far:2376" } }))).toEqual({
      name: "local",
      address: "tcp://far:2376",
      source: "DOCKER_HOST",
    });
  });

  test.each([
    [{ DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" }, true],
    [{ DOCKER_TLS: "1", DOCKER_CERT_PATH: "/certs" }, false],
  ])("by TCP is reached with what %o says of TLS", (env, verify) => {
    const files = { "/certs/ca.pem": "", "/certs/cert.pem": "", "/certs/key.pem": "" };
    const around = machine({ env: { DOCKER_HOST: "tcp://far:2376", ...env }, files });
    expect(localEngine(around).connection).toEqual({
      ...{ kind: "tls", host: "far", port: 2376, verify },
      ...{ ca: "/certs/ca.pem", cert: "/certs/cert.pem", key: "/certs/key.pem" },
    });
  });

  test("is the context that DOCKER_CONTEXT names, before the current one", () => {
    const files = {
      ...context("a", "unix:///a.sock"),
      ...context("b", "unix:///b.sock"),
      ...config({ currentContext: "b" }),
    };
    expect(localEngine(machine({ env: { DOCKER_CONTEXT: "a" }, files }))).toMatchObject({
      address: "unix:///a.sock",
      source: "DOCKER_CONTEXT",
    });
    expect(localEngine(machine({ files }))).toMatchObject({ address: "unix:///b.sock", source: "current context" });
  });

  test("is the default socket when the context is called default", () => {
    const files = { ...context("b", "unix:///b.sock"), ...config({ currentContext: "b" }) };
    expect(localEngine(machine({ env: { DOCKER_CONTEXT: "default" }, files })).source).toBe("socket");
  });

  test("is looked for in DOCKER_CONFIG, where that is set", () => {
    const files = { ...context("b", "unix:///b.sock", "/etc/mine"), ...config({ currentContext: "b" }, "/etc/mine") };
    expect(localEngine(machine({ env: { DOCKER_CONFIG: "/etc/mine" }, files })).address).toBe("unix:///b.sock");
  });

  test("on Windows is the current context's pipe", () => {
    const folder = "C:\\Users\\Ann\\.docker";
    const files = {
      [`${folder}\\config.json`]: JSON.stringify({ currentContext: "desktop-linux" }),
      [`${folder}\\contexts\\meta\\${contextId("desktop-linux")}\\meta.json`]: JSON.stringify({
        Name: "desktop-linux",
        Endpoints: { docker: { Host: "npipe:////./pipe/dockerDesktopLinuxEngine" } },
      }),
    };
    const around = machine({ platform: "win32", home: "C:\\Users\\Ann", files });
    expect(localEngine(around).connection).toEqual({ kind: "pipe", path: "//./pipe/dockerDesktopLinuxEngine" });
    expect(contextEngines(around).map(({ name }) => name)).toEqual(["desktop-linux"]);
  });

  test.each([
    ["is cut off", '{"currentContext": "b'],
    ["is no object", '"b"'],
    ["is null", "null"],
    ["names a context that is no text", '{"currentContext": {"name": "b"}}'],
    ["names a context that is not there", '{"currentContext": "gone"}'],
    ["names no context", '{"currentContext": ""}'],
  ])("is the default socket when the config file %s", (_what, text) => {
    const files = { ...context("b", "unix:///b.sock"), "/home/ann/.docker/config.json": text };
    expect(localEngine(machine({ files })).address).toBe("unix:///var/run/docker.sock");
  });
});

describe("the docker contexts", () => {
  test("are all offered, by name", () => {
    const files = { ...context("west", "ssh://ann@west"), ...context("east", "unix:///east.sock") };
    expect(contextEngines(machine({ files }))).toEqual([
      {
        name: "east",
        address: "unix:///east.sock",
        connection: { kind: "unix", path: "/east.sock" },
        source: "context",
      },
      {
        name: "west",
        address: "ssh://ann@west",
        source: "context",
        connection: { kind: "ssh", user: "ann", host: "west" },
      },
    ]);
  });

  test("with certificates, or that say how these are checked, are reached over TLS", () => {
    const skip = { Name: "lax", Endpoints: { docker: { Host: "tcp://lax:2376", SkipTLSVerify: true } } };
    const files = {
      ...context("vault", "tcp://vault:2376"),
      [`/home/ann/.docker/contexts/tls/${contextId("vault")}/docker/ca.pem`]: "",
      [`/home/ann/.docker/contexts/meta/${contextId("lax")}/meta.json`]: JSON.stringify(skip),
      ...context("plain", "tcp://plain:2375"),
    };
    const ca = `/home/ann/.docker/contexts/tls/${contextId("vault")}/docker/ca.pem`;
    expect(contextEngines(machine({ files })).map(({ name, connection }) => [name, connection])).toEqual([
      ["lax", { kind: "tls", host: "lax", port: 2376, verify: false }],
      ["plain", undefined],
      ["vault", { kind: "tls", host: "vault", port: 2376, verify: true, ca }],
    ]);
  });

  const meta = (id: string) => `/home/ann/.docker/contexts/meta/${id}/meta.json`;

  test("whose files are broken are named with what is wrong, and the others are there", () => {
    const files: Record<string, string> = {
      ...context("good", "unix:///good.sock"),
      ...context("empty", ""),
      [meta("1".repeat(64))]: "{",
      [meta("2".repeat(64))]: '"text"',
      [meta("3".repeat(64))]: '{"Name": 3, "Endpoints": {"docker": {"Host": "unix:///3"}}}',
      [meta("4".repeat(64))]: '{"Name": "bare"}',
      ...context("plain", "tcp://plain:2375"),
      [meta(contextId("used"))]: "",
      ...config({ currentContext: "used" }),
    };
    const closed = meta("5".repeat(64));
    const around = machine({ files: { ...files, [closed]: "" } });
    const found = contextEngines({ ...around, readText: (path) => (path === closed ? undefined : files[path]) });
    const unusable = (name: string, path: string, why: string) => [
      name,
      `The docker context “${name}” can’t be used: ${path} ${why}.`,
    ];
    expect(found.map(({ name, problem }) => [name, problem])).toEqual([
      unusable("1".repeat(12), meta("1".repeat(64)), "is damaged"),
      unusable("2".repeat(12), meta("2".repeat(64)), "is damaged"),
      unusable("3".repeat(12), meta("3".repeat(64)), "doesn’t say how it is called"),
      unusable("5".repeat(12), closed, "can’t be read"),
      unusable("bare", meta("4".repeat(64)), "names no engine"),
      unusable("empty", meta(contextId("empty")), "names no engine"),
      ["good", undefined],
      ["plain", "Quayside has no way to tcp://plain:2375: over tcp:// it takes TLS, else ssh://, unix:// or npipe://."],
      unusable("used", meta(contextId("used")), "is damaged"),
    ]);
    expect(found.map(({ connection }) => connection)).toEqual([
      ...Array.from({ length: 6 }),
      { kind: "unix", path: "/good.sock" },
      ...Array.from({ length: 2 }),
    ]);
  });

  test("of another orchestrator, and folders without the file, are none", () => {
    const files = {
      [meta("4")]: '{"Name": "kubernetes", "Endpoints": {"kubernetes": {}}}',
      "/home/ann/.docker/contexts/meta/5/other.json": "{}",
    };
    expect(contextEngines(machine({ files }))).toEqual([]);
  });
});

test.each([
  ["unix:///var/run/docker.sock", { kind: "unix", path: "/var/run/docker.sock" }],
  ["npipe:////./pipe/docker_engine", { kind: "pipe", path: "//./pipe/docker_engine" }],
  ["npipe://\\\\.\\pipe\\docker_engine", { kind: "pipe", path: "//./pipe/docker_engine" }],
  ["unix://relative.sock", undefined],
  ["tcp://127.0.0.1:2375", undefined],
  ["", undefined],
])("the address %s is read as %o", (address, connection) => {
  expect(parseAddress(address)).toEqual(connection);
});

test.each([
  ["tcp://vault", { host: "vault", port: 2376 }],
  ["tcp://10.0.0.1:12376/", { host: "10.0.0.1", port: 12_376 }],
  ["tcp://[fd00::1]:2376", { host: "fd00::1", port: 2376 }],
  ["tcp://vault:0", undefined],
  ["tcp://vault:65536", undefined],
  ["tcp://ann@vault:2376", undefined],
  ["tcp://vault:2376/path", undefined],
  ["tcp://", undefined],
])("the address %s is read, for TLS, as %o", (address, place) => {
  const connection = place && { kind: "tls", ...place, verify: true };
  expect(parseAddress(address, { verify: true })).toEqual(connection);
});
