import { randomBytes } from "node:crypto";
import { EngineError } from "../errors/errors.ts";
import type { ByteRange, Expectation, FileStat } from "../model/container-file.ts";
import { versionFacts } from "./file-version.ts";
import type { FileContent, FileWay, Listing, OpenedFile } from "./file-way.ts";
import { refusal } from "./refusal.ts";
import { NoShell, RunningScript, type Script, type ScriptPlace } from "./run-script.ts";
import { fileStat, listedFiles, parseRecords, type Records } from "./shell-records.ts";
import * as scripts from "./shell-scripts.ts";

/** A directory of 300,000 files tells so much of itself. */
const LISTING_LIMIT = 64 << 20;
/** Milliseconds that the end of a reader may take. */
const HANG_UP = 2_000;

/** Asks a shell in a running container: sees what its processes see, with the rights of its own user. */
export class ShellWay implements FileWay {
  readonly name = "shell";
  readonly #place: ScriptPlace;

  constructor(place: ScriptPlace) {
    this.#place = place;
  }

  async list(path: string, signal: AbortSignal): Promise<Listing> {
    const token = newToken();
    const { facts, ends } = scripts.marks(token);
    const { output, errors, exitCode, cut } = await this.#run(
      { script: scripts.LIST, args: [path, facts, ends] },
      signal,
      LISTING_LIMIT,
    );
    const entries = listedFiles(path, parseRecords(output, token));
    if (exitCode === 0 || cut)
      return { entries, ...(cut ? { cut: "The directory has more files than Quayside reads." } : {}) };
    // One that went between two looks is no reason to show none.
    if (entries.length > 0) return { entries };
    throw this.#refused(path, errors, exitCode);
  }

  async stat(path: string, signal: AbortSignal): Promise<FileStat> {
    const token = newToken();
    const args = [path, scripts.marks(token).facts, token];
    return this.#told(path, token, await this.#run({ script: scripts.STAT, args }, signal));
  }

  async read(path: string, range: ByteRange | undefined, signal: AbortSignal): Promise<OpenedFile> {
    const token = newToken();
    const part = range === undefined ? ["1", "all"] : [String(range.from + 1), String(range.count)];
    const args = [path, scripts.marks(token).facts, token, ...part];
    const { head, bytes } = await this.#content(path, token, { script: scripts.READ, args }, signal);
    const [fact] = head.files;
    if (fact === undefined) throw new EngineError(500, "The container told nothing of the file.");
    return { size: fact.size, version: fact.version, bytes };
  }

  async tar(path: string, signal: AbortSignal): Promise<AsyncGenerator<Buffer>> {
    const token = newToken();
    const script = { script: scripts.TAR, args: [path, token] };
    // What tar can't read it leaves out, and goes on; that it did so is all that its exit code says.
    return (await this.#content(path, token, script, signal, { mayFail: true })).bytes;
  }

  async write(path: string, content: FileContent, expected: Expectation, signal: AbortSignal): Promise<FileStat> {
    const token = newToken();
    const { facts } = scripts.marks(token);
    const mode = content.mode === undefined ? "" : (content.mode & 0o7777).toString(8);
    const args = [path, String(content.size), ...meant(expected), `.quayside-${newToken()}`, mode, facts, token];
    return this.#told(path, token, await this.#run({ script: scripts.WRITE, args, input: content.open }, signal));
  }

  async makeDirectory(path: string, signal: AbortSignal): Promise<void> {
    await this.#done(path, { script: scripts.MAKE_DIRECTORY, args: [path] }, signal);
  }

  async rename(from: string, to: string, signal: AbortSignal): Promise<void> {
    await this.#done(to, { script: scripts.RENAME, args: [from, to] }, signal);
  }

  async remove(path: string, signal: AbortSignal): Promise<void> {
    await this.#done(path, { script: scripts.REMOVE, args: [path] }, signal);
  }

  async #done(path: string, script: Script, signal: AbortSignal): Promise<void> {
    const { errors, exitCode } = await this.#run(script, signal);
    if (exitCode !== 0) throw this.#refused(path, errors, exitCode);
  }

  #told(path: string, token: string, { output, errors, exitCode }: Ended): FileStat {
    const stat = exitCode === 0 ? fileStat(path, parseRecords(output, token)) : undefined;
    if (stat === undefined) throw this.#refused(path, errors, exitCode);
    return stat;
  }

  async #run(script: Script, signal: AbortSignal, limit = 1 << 20): Promise<Ended> {
    const running = await RunningScript.begin(this.#place, script, signal);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of running.output(signal)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limit) return { output: Buffer.concat(chunks), errors: "", exitCode: 0, cut: true };
    }
    const exitCode = await running.exitCode(signal);
    return { output: Buffer.concat(chunks), errors: running.errors.toString("utf8"), exitCode, cut: false };
  }

  /** Starts a script that tells of itself and goes on with a content. Rejects where it does not come so far. */
  async #content(
    path: string,
    token: string,
    script: Script,
    signal: AbortSignal,
    { mayFail = false } = {},
  ): Promise<{ readonly head: Records; readonly bytes: AsyncGenerator<Buffer> }> {
    const running = await RunningScript.begin(this.#place, script, signal);
    const output = running.output(signal);
    let read = Buffer.alloc(0);
    let end = -1;
    while (end === -1) {
      const { done, value } = await output.next();
      if (done === true) throw this.#refused(path, running.errors.toString("utf8"), await running.exitCode(signal));
      read = Buffer.concat([read, value]);
      const began = read.indexOf(`${token}P`);
      end = began === -1 ? -1 : read.indexOf(token, began + token.length);
    }
    const head = parseRecords(read.subarray(0, end), token);
    const rest = read.subarray(end + token.length);
    const { pid } = head;
    const work = async function* (this: ShellWay): AsyncGenerator<Buffer> {
      let over = false;
      try {
        if (rest.length > 0) yield rest;
        yield* output;
        over = true;
        const exitCode = await running.exitCode(signal);
        if (exitCode !== 0 && !mayFail) throw this.#refused(path, running.errors.toString("utf8"), exitCode);
      } finally {
        await output.return(undefined);
        // A reader that waits for more to read doesn't notice that nobody listens any more.
        if (!over && pid !== undefined) await this.#hangUp(pid);
      }
    };
    return { head, bytes: work.call(this) };
  }

  async #hangUp(pid: number): Promise<void> {
    const signal = AbortSignal.timeout(HANG_UP);
    const script = { script: scripts.HANG_UP, args: [String(pid)] };
    try {
      const running = await RunningScript.begin(this.#place, script, signal);
      for await (const _ of running.output(signal)) void _;
    } catch {
      // The container is gone, or paused: its reader is not ours to end any more.
    }
  }

  #refused(path: string, errors: string, exitCode: number): Error {
    // 127: the shell knows no such program; 126: it can't be run.
    if (exitCode === 127 || exitCode === 126) return new NoShell(errors);
    return refusal(path, errors);
  }
}

interface Ended {
  readonly output: Buffer;
  readonly errors: string;
  readonly exitCode: number;
  readonly cut: boolean;
}

function newToken(): string {
  return randomBytes(12).toString("hex");
}

/** What the present size and time must begin with, and what they must hold. */
function meant(expected: Expectation): readonly [string, string] {
  if (expected.kind !== "version") return [expected.kind, ""];
  const facts = versionFacts(expected.version);
  if (facts === undefined) return ["none", ""];
  // Zeros at the end may have been filled in.
  const nanos = facts.nanos === undefined ? "" : `.${facts.nanos.replace(/0+$/, "")}`;
  return [`${facts.size} ${facts.seconds} `, nanos === "." ? "" : nanos];
}
