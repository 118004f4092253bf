import { describeError } from "@quayside/core/errors/describe-error.ts";
import { HostKeyRefused } from "@quayside/core/errors/errors.ts";
import type { Host, HostConnection } from "@quayside/core/model/host.ts";
import type { HostCandidate } from "@quayside/core/model/host-candidate.ts";
import type { HostTestReport, StepResult, TestStep } from "@quayside/core/model/host-test.ts";
import type { InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import type { PendingQuestion } from "@quayside/core/model/question.ts";
import { container, containers, NOW } from "./inventory-fixture.ts";

const DAY = 86_400_000;
const at = (hours: number, minutes: number) => new Date(2026, 6, 1, hours, minutes).getTime();

type Online = Extract<Host["state"], { kind: "online" }>;

function online(version: string, apiVersion: string, latency: number, given: Partial<Online> = {}): Online {
  const engine = {
    ...{ id: `E-${version}`, product: "Docker", version, apiVersion },
    ...{ operatingSystem: "Debian 12", architecture: "x86_64" },
  };
  return { kind: "online", engine, latency, since: at(8, 42), ...given };
}

const machine = (cpus: number, gigabytes: number, clockAhead = 0) => ({
  ...{ name: "m", cpus, memory: gigabytes * 1e9, system: "Debian 12", clockAhead, dataRoot: "/var/lib/docker" },
});

const common = { access: "admin", found: false, isDefault: false } as const;

const laptop: Host = {
  ...common,
  ...{ id: "laptop", name: "laptop", isDefault: true, position: 0, tags: ["dev"] },
  connection: { kind: "unix", path: "/var/run/docker.sock" },
  state: online("28.5.1", "1.51", 0.4, { machine: machine(10, 15.6) }),
};

const buildVm: Host = {
  ...common,
  ...{ id: "buildvm", name: "build-vm", position: 1, tags: ["ci", "staging"], colour: "purple" },
  connection: { kind: "ssh", host: "build-vm.lan", user: "dev", jump: "bastion.lan" },
  state: online("27.5.1", "1.47", 3.1, {
    ...{ machine: machine(16, 31.2, -12_400), since: at(14, 31), via: "/run/user/1000/docker.sock" },
    through: ["bastion.lan"],
  }),
};

const prod: Host = {
  ...common,
  ...{ id: "prod", name: "prod-eu-1", position: 2, tags: ["production"], access: "view", colour: "red" },
  connection: { kind: "tls", host: "prod-eu-1.acme.example", port: 2376, ca: "/c/ca.pem", key: "pasted", verify: true },
  state: online("28.3.3", "1.51", 24, {
    machine: machine(32, 128.4),
    certificate: { whose: "engine", at: NOW + 21.4 * DAY },
  }),
};

export const nas: Host = {
  ...common,
  ...{ id: "nas", name: "nas", position: 3, tags: ["home"], access: "operate" },
  connection: { kind: "ssh", host: "nas.lan", user: "dev" },
  state: {
    kind: "unreachable",
    since: at(14, 18),
    nextTry: NOW + 8000,
    error: {
      name: "HostUnreachable",
      title: "nas does not answer",
      sentence: "Nothing at ssh://dev@nas.lan took the connection in time.",
      hint: "Check that it is running, and that this machine is on the right network or VPN. Quayside tries again by itself.",
      detail: "nas.lan:22 did not answer within 10 s",
    },
  },
};

const oldTls: Host = {
  ...common,
  ...{ id: "lab", name: "lab-7", position: 4 },
  connection: { kind: "tls", host: "lab-7.acme.example", port: 2376, verify: false },
  state: online("26.1.4", "1.45", 7.2, { certificate: { whose: "ours", at: NOW - 2 * DAY }, machine: machine(4, 8.2) }),
};

const pi: Host = {
  ...common,
  ...{ id: "pi", name: "pi", position: 5 },
  connection: { kind: "ssh", host: "pi.lan" },
  state: { kind: "connecting" },
};

const attic: Host = {
  ...common,
  ...{ id: "attic", name: "attic", position: 6, disabled: true, colour: "green" },
  connection: { kind: "ssh", host: "attic.lan" },
  state: { kind: "disabled" },
};

const local: Host = {
  ...common,
  ...{ id: "local", name: "local", position: 7, found: true },
  connection: { kind: "unix", path: "/run/user/1000/docker.sock" },
  state: online("28.5.1", "1.51", 0.5),
};

/** One of each kind and state. */
/** Of nas, after it was set up anew. */
export const changedKey: Host = {
  ...nas,
  state: {
    kind: "unreachable",
    since: at(14, 18),
    nextTry: NOW + 300_000,
    error: describeError(
      new HostKeyRefused("changed", "ssh://dev@nas.lan", "ssh-ed25519 SHA256:new", {
        key: { type: "ssh-ed25519", fingerprint: "SHA256:new" },
        known: [{ type: "ssh-ed25519", fingerprint: "SHA256:old", file: "/data/known_hosts", line: 3 }],
        isOwn: true,
      }),
      "nas",
    ),
  },
};

export const hosts: readonly Host[] = [laptop, buildVm, prod, nas, oldTls, pi, attic, local];

const listed = hosts.filter(({ state }) => state.kind === "online").map(({ id }) => id);

export const snapshot: InventorySnapshot = {
  hosts,
  containers: containers.filter(({ host }) => hosts.some(({ id }) => id === host)),
  listed: [...listed.filter((id) => id !== "local"), "nas"],
};

/** The four of the visual reference. */
export const fewSnapshot: InventorySnapshot = { ...snapshot, hosts: [laptop, { ...buildVm, tags: ["ci"] }, prod, nas] };

export const groupedSnapshot: InventorySnapshot = {
  ...snapshot,
  hosts: hosts.map((host) =>
    host === prod || host === oldTls
      ? { ...host, group: "acme" }
      : host === nas || host === pi
        ? { ...host, group: "home" }
        : host,
  ),
};

export function manyHosts(count: number): InventorySnapshot {
  const many = Array.from({ length: count }, (_, index): Host => {
    const { position: _place, ...kind } = hosts[index % 5] as Host;
    return { ...kind, id: `h${index}`, name: `host-${index}`, position: index, isDefault: false };
  });
  return {
    hosts: many,
    containers: many.flatMap(({ id }) => [container(id, "web", "nginx:1"), container(id, "db", "postgres:17")]),
    listed: many.map(({ id }) => id),
  };
}

const hostileText = '<img src=x onerror="document.title=1">\u202e\u001b[31m';

export const hostileSnapshot: InventorySnapshot = {
  ...snapshot,
  hosts: [
    {
      ...laptop,
      ...{ name: hostileText, tags: [hostileText, "x".repeat(100)], group: `${hostileText}${"g".repeat(60)}` },
      connection: { kind: "unix", path: `/${hostileText}` },
    },
    { ...prod, name: "n".repeat(200), access: "admin" },
    {
      ...nas,
      state: {
        ...{ kind: "unreachable", since: NOW },
        error: {
          name: "HostUnreachable",
          title: `${hostileText} does not answer`,
          sentence: `${hostileText} ${"long".repeat(100)}`,
          hint: hostileText,
          detail: hostileText,
        },
      },
    },
  ],
};

export const candidates: readonly HostCandidate[] = [
  {
    name: "edge-1",
    address: "tcp://edge-1.acme.example:2376",
    source: "context",
    connection: {
      ...{ kind: "tls", host: "edge-1.acme.example", port: 2376, verify: true },
      ...{ ca: "/home/ann/.docker/ca.pem", cert: "/home/ann/.docker/cert.pem", key: "/home/ann/.docker/key.pem" },
    },
  },
  { name: "pi-2", address: "ssh://pi-2", source: "ssh", connection: { kind: "ssh", host: "pi-2" } },
  { name: "edge-2", address: "ssh://edge-2", source: "ssh", connection: { kind: "ssh", host: "edge-2" } },
];

export const hostileCandidates: readonly HostCandidate[] = [
  { name: "broken", address: "", source: "context", problem: `Its file can’t be read: ${hostileText}` },
  { name: hostileText, address: `ssh://${hostileText}`, source: "ssh" },
];

/** A few of core's addresses, which reads them with what only Node has. */
export function parsedLikeCore(address: string): HostConnection | null {
  const [, user, host, port, path] = /^ssh:\/\/(?:([^@\s/]+)@)?([\w.-]+)(?::(\d+))?(\/.*)?$/.exec(address.trim()) ?? [];
  if (host !== undefined)
    return {
      ...{ kind: "ssh", host },
      ...(user === undefined ? {} : { user }),
      ...(port === undefined ? {} : { port: Number(port) }),
      ...(path === undefined ? {} : { socket: path }),
    };
  const [, tls, tlsPort = "2376"] = /^tcp:\/\/([\w.-]+)(?::(\d+))?$/.exec(address.trim()) ?? [];
  if (tls !== undefined) return { kind: "tls", host: tls, port: Number(tlsPort), verify: true };
  const unix = /^unix:\/\/(\/.+)$/.exec(address.trim())?.[1];
  return unix === undefined ? null : { kind: "unix", path: unix };
}

const order: readonly TestStep[] = ["name", "port", "key", "login", "engine", "access"];
const times = [12, 31, 0.2, 118, 9, 4];

/** So many steps have passed; the next one runs, or failed. */
export function report(passed: number, end?: "failed"): HostTestReport {
  const outcome = (index: number): StepResult["outcome"] => {
    if (index < passed) return "passed";
    return index > passed ? "not-reached" : end === "failed" ? "failed" : "running";
  };
  const steps = order.map((step, index): StepResult => {
    const took = times[index] ?? 0;
    const known = index < passed || (index === passed && end === "failed");
    return { step, outcome: outcome(index), ...(known ? { took } : {}) };
  });
  const error = {
    name: "HostUnreachable",
    reason: "socket-permission",
    title: "No permission for Docker on edge-2",
    sentence: "Your user may not open /var/run/docker.sock.",
    hint: "On edge-2, add deploy to the group “docker”, then log in again. Members of that group are root there in effect.",
    detail: "sudo usermod -aG docker deploy",
  } as const;
  const engine = online("28.5.1", "1.51", 1).engine;
  if (end === "failed") return { finished: true, steps, error };
  return passed === order.length
    ? { finished: true, steps, engine, via: "/var/run/docker.sock" }
    : { finished: false, steps };
}

export const rememberedForm = {
  form: {
    draft: { address: "ssh://deploy@edge-9", name: "edge nine", access: "view", tags: "kept" },
    testId: "kept-id",
  },
};

export const hostKeyQuestion: PendingQuestion = {
  id: "question-1",
  kind: "host-key",
  question: {
    host: "edge-2",
    address: "ssh://deploy@edge-2.acme.example:22",
    key: { type: "ssh-ed25519", fingerprint: "SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8" },
    file: "/home/ann/.ssh/known_hosts",
  },
};

export const passwordQuestion: PendingQuestion = {
  id: "question-2",
  kind: "secret",
  question: {
    ...{ kind: "password", host: "edge-2", address: "ssh://deploy@edge-2.acme.example:22" },
    ...{ prompt: "deploy@edge-2's password: ", echo: false, again: false },
  },
};
