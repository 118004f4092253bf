import type { Duplex } from "node:stream";
import { type DemoContainer, isUp } from "./demo-container.ts";
import { framed } from "./frame.ts";
import { LineShell } from "./line-shell.ts";
import { hexDigits } from "./random.ts";
import { Refusal } from "./refusal.ts";

interface Exec {
  readonly container: DemoContainer;
  readonly tty: boolean;
  /** What `sh -c` is to run; empty for a plain shell. */
  readonly script: string;
  /** It is a program with arguments, and no shell to type into. */
  readonly isProgram: boolean;
  readonly pid: number;
  columns: number;
  rows: number;
  stream?: Duplex;
  exitCode?: number;
}

/** As many as are remembered: nothing asks about older ones. */
const KEPT = 100;

export class DemoExecs {
  readonly #execs = new Map<string, Exec>();
  readonly #random: () => number;
  #lastPid = 100;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Gives the exec's id. */
  create(container: DemoContainer, request: Readonly<Record<string, unknown>>): string {
    if (container.state === "paused") {
      throw new Refusal(409, `Container ${container.id} is paused, unpause the container before exec`);
    }
    if (!isUp(container)) throw new Refusal(409, `Container ${container.id} is not running`);
    const { Cmd, Tty, ConsoleSize } = request;
    if (!Array.isArray(Cmd) || Cmd.length === 0) throw new Refusal(400, "No exec command specified");
    const [rows = 24, columns = 80] = Array.isArray(ConsoleSize) ? ConsoleSize.filter(Number.isInteger) : [];
    const id = hexDigits(64, this.#random);
    const script = Cmd[1] === "-c" ? String(Cmd[2]) : "";
    const isProgram = Tty !== true && Cmd.length > 3;
    const exec = { container, tty: Tty === true, script, isProgram, pid: ++this.#lastPid, columns, rows };
    this.#execs.set(id, exec);
    for (const oldest of this.#execs.keys()) {
      if (this.#execs.size <= KEPT) break;
      this.#execs.delete(oldest);
    }
    return id;
  }

  get(id: string): Exec {
    const exec = this.#execs.get(id);
    if (exec === undefined) throw new Refusal(404, `No such exec instance: ${id}`);
    return exec;
  }

  /** Joins the stream to a shell, until either ends. */
  start(id: string, stream: Duplex): void {
    const exec = this.get(id);
    if (exec.stream !== undefined) throw new Refusal(409, `Error: Exec command ${id} is already running`);
    exec.stream = stream;
    const hungUp = /^p=(\d+); /.exec(exec.script)?.[1];
    if (hungUp !== undefined) {
      this.#finish(exec, this.#hangUp(exec.container.id, Number(hungUp)));
      return;
    }
    if (exec.isProgram) {
      stream.write(framed("stdout", 'exec failed: "sh": executable file not found in $PATH'));
      this.#finish(exec, 127);
      return;
    }
    // As Quayside's terminals ask a shell to begin.
    const token = /^echo ([\w-]+):\$\$;/.exec(exec.script)?.[1];
    if (token !== undefined) stream.write(`${token}:${exec.pid}\r\n`);
    const shell = new LineShell({
      tty: exec.tty,
      container: exec.container.name,
      size: () => [exec.columns, exec.rows],
      write: (text) => stream.write(exec.tty ? text : framed("stdout", text)),
      exit: (code) => this.#finish(exec, code),
    });
    stream.on("data", (bytes: Buffer) => shell.input(bytes));
    stream.on("end", () => shell.end());
    // The terminal was closed from the other side: as if the shell had been hung up on.
    stream.on("error", () => shell.end());
  }

  resize(id: string, columns: number, rows: number): void {
    const exec = this.get(id);
    if (!(columns > 0 && rows > 0)) throw new Refusal(400, "invalid size");
    exec.columns = columns;
    exec.rows = rows;
  }

  inspection(id: string): Record<string, unknown> {
    const { container, exitCode, stream } = this.get(id);
    return {
      ID: id,
      ContainerID: container.id,
      Running: stream !== undefined && exitCode === undefined,
      ExitCode: exitCode ?? null,
    };
  }

  /** A container that ends takes its shells along. */
  end(containerId: string): void {
    for (const exec of this.#running(containerId)) this.#finish(exec, 137);
  }

  /** Gives the exit code of `kill`. */
  #hangUp(containerId: string, pid: number): number {
    const exec = this.#running(containerId).find((running) => running.pid === pid);
    if (exec !== undefined) this.#finish(exec, 129);
    return exec === undefined ? 1 : 0;
  }

  #running(containerId: string): Exec[] {
    return [...this.#execs.values()].filter(
      ({ container, stream, exitCode }) =>
        container.id === containerId && stream !== undefined && exitCode === undefined,
    );
  }

  /** The first reason to end is the one that counts. */
  #finish(exec: Exec, code: number): void {
    exec.exitCode ??= code;
    exec.stream?.end();
  }
}
