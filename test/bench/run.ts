// npm run bench: measures what the design promises, beside the engine's API and the docker command line in the same
// run, and writes test/bench/latest.json. A target that is missed is written down; a row that is missing is a failure.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { listed, openQuayside } from "../core/open-quayside.ts";
import { createMany } from "../lab/containers.ts";
import { openLab } from "../lab/lab.ts";
import { benchDesktop } from "./desktop.bench.ts";
import { benchEvents } from "./events.bench.ts";
import { benchFiles } from "./files.bench.ts";
import { benchList } from "./list.bench.ts";
import { benchSearch } from "./log-search.bench.ts";
import { benchLogs } from "./logs.bench.ts";
import { benchLogsPage } from "./logs-page.bench.ts";
import { benchMergedLogs } from "./merged-logs.bench.ts";
import { closeRawConnections } from "./raw-api.ts";
import { machine, type Report, type Row } from "./row.ts";
import { benchScale } from "./scale.bench.ts";
import { benchSsh } from "./ssh.bench.ts";
import { benchStats } from "./stats.bench.ts";
import { benchEcho } from "./terminal.bench.ts";
import { benchVsCode } from "./vscode.bench.ts";

const only = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
const wanted = (name: string): boolean => only.length === 0 || only.includes(name);
const lab = openLab();
const rows: Row[] = [];
const missing: string[] = [];

async function measure(name: string, bench: () => Promise<Row[]>): Promise<void> {
  if (!wanted(name)) return;
  console.log(`… ${name}`);
  try {
    rows.push(...(await bench()));
  } catch (error) {
    missing.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

try {
  const engine = await lab.startEngine({ name: "bench" });
  const containers = await createMany(engine, "bench", 500);
  const opened = await openQuayside([engine], { folder: mkdtempSync(join(tmpdir(), "quayside-bench-")) });
  const host = opened.hosts[0] ?? "";
  await listed(opened, host);
  await measure("list", () => benchList(engine));
  await measure("echo", () => benchEcho(opened.quayside, host, engine));
  await measure("events", () => benchEvents(opened.quayside, host, engine));
  await measure("logs", () => benchLogs(opened.quayside, host, engine));
  await measure("files", () => benchFiles(opened.quayside, host, engine));
  await measure("stats", () => benchStats(lab, opened.quayside, host, engine));
  await measure("merged", () => benchMergedLogs(opened.quayside, host, engine));
  await measure("search", () => benchSearch(opened.quayside, host, engine));
  await opened.close();
  await measure("page", () => benchLogsPage(lab));
  await measure("ssh", () => benchSsh(lab, engine));
  await measure("scale", () => benchScale(lab));
  await measure("desktop", () => benchDesktop(lab, engine, containers));
  await measure("vscode", () => benchVsCode(lab, engine, containers));
} finally {
  closeRawConnections();
  await lab.close();
}

const report: Report = { machine: machine(), rows };
if (only.length === 0)
  writeFileSync(fileURLToPath(new URL("latest.json", import.meta.url)), `${JSON.stringify(report, null, 2)}\n`);
console.table(
  rows.map(({ name, unit, target, reached, kept, raw, cli, samples }) => ({
    name,
    unit,
    target,
    reached,
    kept,
    raw,
    cli,
    samples,
  })),
);
for (const line of missing) console.error(`missing: ${line}`);
process.exitCode = missing.length > 0 ? 1 : 0;
