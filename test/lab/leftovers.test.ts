import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { processesOfCgroup } from "./cgroups.ts";
import { openLab } from "./lab.ts";
import { type LabRecord, readRecords } from "./lab-folder.ts";
import { needs } from "./needs.ts";
import { identityOf, isAlive, processesWithEnvironment, signalExactly } from "./process-identity.ts";
import { reapLeftovers } from "./reap.ts";

const { describe, test } = needs("engine");
const podman = needs("podman");

describe("a process of the lab", () => {
  it("is not mistaken for a later one with the same number", async () => {
    const child = spawn("sleep", ["60"]);
    const identity = identityOf(child.pid ?? 0);
    if (identity === undefined) throw new Error("sleep didn't start");
    expect(signalExactly({ ...identity, startTime: "1" }, "SIGKILL")).toBe(false);
    expect(signalExactly({ ...identity, boot: "another" }, "SIGKILL")).toBe(false);
    expect(isAlive(identity)).toBe(true);
    expect(signalExactly(identity, "SIGKILL")).toBe(true);
    await once(child, "exit");
    expect(isAlive(identity)).toBe(false);
  });

  it("is stopped with what it started itself when its lab closes", async () => {
    const lab = openLab();
    const logFile = join(lab.folder, "log");
    const parent = lab.startProcess({ command: "sh", args: ["-c", "setsid sleep 600 & sleep 600"], logFile });
    await lab.close();
    expect(parent.alive).toBe(false);
    expect(processesWithEnvironment(`QUAYSIDE_LAB_FOLDER=${lab.folder}`)).toEqual([]);
    expect(existsSync(lab.folder)).toBe(false);
  });
});

describe("what a crashed run left", () => {
  const isReaped = async (engine: "docker" | "podman") => {
    const running = openLab();
    const folder = await crash(engine);
    const records = readRecords(folder);
    const groups = records.flatMap((entry) => (entry.kind === "cgroup" ? [entry.name] : []));
    expect(groups.flatMap(processesOfCgroup)).not.toEqual([]);
    expect(networksOf(folder)).toHaveLength(1);
    // As a lab does whose sshd lets in somebody else.
    chmodSync(folder, 0o711);

    expect(await reapLeftovers(console.log)).toContain(folder);

    expect(records.filter(isLivingProcess)).toEqual([]);
    expect(processesWithEnvironment(`QUAYSIDE_LAB_FOLDER=${folder}`)).toEqual([]);
    expect(groups.flatMap(processesOfCgroup)).toEqual([]);
    expect(networksOf(folder)).toEqual([]);
    expect(existsSync(folder)).toBe(false);
    expect(existsSync(running.folder), "a lab that runs is left alone").toBe(true);
    await running.close();
  };

  test("is gone after the next one reaped: processes, containers, networks, groups, folder", () => isReaped("docker"));
  podman.test("is gone too where its engine was podman, with the monitors of its containers", () => isReaped("podman"));

  it("is left alone in a folder that others could have written", async () => {
    const folder = join(tmpdir(), "quayside-lab-forged");
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    const bystander = spawn("sleep", ["60"]);
    const identity = identityOf(bystander.pid ?? 0);
    if (identity === undefined) throw new Error("sleep didn't start");
    const forged: LabRecord[] = [
      { kind: "owner", pid: 1, startTime: "1", boot: "1" },
      { kind: "process", command: "sleep", ...identity },
    ];
    writeFileSync(join(folder, "records.jsonl"), forged.map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    expect(await reapLeftovers(console.log)).not.toContain(folder);
    expect(isAlive(identity)).toBe(true);
    bystander.kill();
    rmSync(folder, { recursive: true });
  });
});

/** A program that opens a lab with an engine and containers, and then dies of SIGKILL. Gives its folder. */
async function crash(engine: "docker" | "podman"): Promise<string> {
  const program = fileURLToPath(new URL("crashing-program.ts", import.meta.url));
  const child = spawn(process.execPath, ["--import", "tsx", program, engine], { stdio: ["ignore", "pipe", "inherit"] });
  let output = "";
  child.stdout.on("data", (data) => {
    output += data;
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  return output.trim();
}

function isLivingProcess(entry: LabRecord): boolean {
  return entry.kind === "process" && isAlive(entry);
}

function networksOf(folder: string): string[] {
  return readdirSync("/run/netns").filter((name) => name.endsWith(folder.slice(-6)));
}
