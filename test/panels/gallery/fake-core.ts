import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ActionResult } from "@quayside/core/model/action.ts";
import type { StatsUpdate } from "@quayside/core/model/container-stats.ts";
import type { EventQuery, QuaysideEvent } from "@quayside/core/model/event.ts";
import type { HeldTerminal, TerminalOutput } from "@quayside/core/model/held-terminal.ts";
import type { HostTestReport } from "@quayside/core/model/host-test.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import type { SavedFilter } from "@quayside/core/model/line-filter.ts";
import type { LogExport } from "@quayside/core/model/log-export.ts";
import type { LogBatch, LogItem } from "@quayside/core/model/log-line.ts";
import type { LogSearchBatch } from "@quayside/core/model/log-search.ts";
import type { PendingProblem } from "@quayside/core/model/problem.ts";
import type { PendingQuestion } from "@quayside/core/model/question.ts";
import type { Ref } from "@quayside/core/model/ref.ts";
import type { StatsRecording } from "@quayside/core/model/stats-recording.ts";
import type { CallName, InputOf, ItemOf, OutputOf, PanelHandlers } from "@quayside/core/panel/methods.ts";
import * as container from "./container-details-fixture.ts";
import * as files from "./file-fixture.ts";
import { PushedStream } from "./pushed-stream.ts";

export interface RecordedCall {
  readonly method: CallName;
  readonly input: unknown;
}

type Answers = {
  [M in CallName]: (input: InputOf<M>) => OutputOf<M> | Promise<OutputOf<M>>;
};

const done = (): void => {};
const allDone = ({ refs }: { readonly refs: readonly Ref[] }): ActionResult[] => refs.map((ref) => ({ ref }));

/** Core made of nothing, behind the real protocol: it shows what it is given, and remembers what it was asked. */
export class FakeCore {
  readonly calls: RecordedCall[] = [];
  readonly told: unknown[] = [];
  /** Each call's answer; a test puts its own in. */
  readonly answers: Answers = {
    "hosts.retry": done,
    "hosts.forgetKey": () => {},
    "hosts.disk": () => null,
    "hosts.candidates": () => [],
    "hosts.parse": () => null,
    "hosts.newId": () => "new-host",
    "hosts.forget": done,
    "hosts.add": () => ({ id: "new-host" }),
    "hosts.update": done,
    "hosts.remove": done,
    "hosts.duplicate": () => ({ id: "copied-host" }),
    "hosts.setEnabled": done,
    "hosts.move": done,
    "hosts.setDefault": done,
    "hosts.export": () => "{}",
    "hosts.import": () => ({ added: [], skipped: [] }),
    "questions.answer": done,
    "containers.start": allDone,
    "containers.stop": allDone,
    "containers.restart": allDone,
    "containers.pause": allDone,
    "containers.unpause": allDone,
    "containers.kill": allDone,
    "containers.remove": allDone,
    "containers.rename": done,
    "containers.confirm": () => ({
      title: "Remove shop-web-1 from laptop?",
      sentence:
        "What was written inside and not to a volume is lost. This can’t be undone. It is running and will be killed first.",
      button: "Remove from laptop",
    }),
    "containers.details": ({ ref }) => container.detailsOf(ref),
    "containers.processes": () => container.processes,
    "containers.inspect": ({ ref }) => container.inspectionOf(ref),
    "resources.inspect": () => "{}",
    "logs.around": () => ({ lines: [], olderLeft: false, newerLeft: false }),
    "stats.diskUse": () => null,
    "files.list": ({ path, offset, limit }) => files.pageOf(path, offset, limit),
    "files.read": () => ({ base64: btoa(files.text), version: "1 1" }),
    "files.write": ({ path }) => files.stat(path),
    "files.beginUpload": () => ({ id: "upload" }),
    "files.sendPart": done,
    "files.endUpload": () => files.stat("/uploaded"),
    "files.cancelUpload": done,
    "files.makeDirectory": done,
    "files.rename": done,
    "files.remove": done,
    "files.confirmRemove": () => files.removal,
    "stats.history": () => ({ step: 1000, points: [] }),
    "stats.record": done,
    "filters.save": () => ({ id: "new-filter" }),
    "filters.rename": done,
    "filters.remove": done,
    "terminals.open": () => ({ id: "new-terminal" }),
    "terminals.choices": () => ({
      users: ["node", "root"],
      directories: ["/app", "/data", "/"],
      last: {},
      attachment: { tty: true, takesInput: true, detachKeys: "ctrl-p,ctrl-q" },
      debug: {
        images: ["busybox:1.36", "nicolaka/netshoot:latest", "node:22-alpine"],
        last: "busybox:1.36",
        sentence:
          "Quayside makes a container of that image on laptop. It shares the processes, the network and the volumes of shop-web-1, and runs as root with the right to look into those processes (SYS_PTRACE). The files of shop-web-1 are at /proc/1/root. It is removed when its terminal ends.",
        button: "Create on laptop",
      },
    }),
    "terminals.write": done,
    "terminals.resize": done,
    "terminals.end": done,
    "terminals.endAll": done,
    "problems.dismiss": done,
    "events.query": () => [],
    "home.openContainer": done,
    "home.openLogs": done,
    "home.showLogs": done,
    "home.exportLogs": () => true,
    "home.endExport": done,
    "home.saveText": () => true,
    "home.copyLink": done,
    "home.openLine": done,
    "logs.select": done,
    "home.openSource": done,
    "home.openTerminal": done,
    "home.openPort": done,
    "home.openLink": done,
    "home.showInspect": done,
    "home.showResource": done,
    "home.openView": done,
    "home.showFiles": done,
    "home.openFile": done,
    "home.downloadFile": done,
    "home.uploadFiles": done,
    "home.addHost": done,
    "home.copy": done,
    "home.tell": done,
  };
  readonly #inventory = new PushedStream<ItemOf<"inventory.watch">>();
  readonly #exports = new PushedStream<readonly LogExport[]>();
  readonly #logs = new PushedStream<LogBatch>();
  readonly #filters = new PushedStream<readonly SavedFilter[]>();
  #found = new PushedStream<LogSearchBatch>();
  #stats = new PushedStream<readonly StatsUpdate[]>();
  readonly #recording = new PushedStream<StatsRecording>();
  readonly #reports = new PushedStream<HostTestReport>();
  readonly #terminals = new PushedStream<readonly HeldTerminal[]>();
  readonly #output = new PushedStream<TerminalOutput>();
  readonly #problems = new PushedStream<readonly PendingProblem[]>();
  readonly #questions = new PushedStream<readonly PendingQuestion[]>();

  #events = new PushedStream<readonly QuaysideEvent[]>();
  /** Each query that events were followed by. */
  readonly followed: EventQuery[] = [];

  /** Each host that was tried out. */
  readonly tested: InputOf<"hosts.test">[] = [];

  /** Each search: its signal aborts when the panel lets go. */
  readonly searched: { readonly input: InputOf<"logs.search">; readonly signal: AbortSignal }[] = [];

  /** Each asking for statistics: its signal aborts when the panel lets go. `beside`: earlier ones that still went on. */
  readonly watched: { readonly refs: readonly Ref[]; readonly signal: AbortSignal; readonly beside: number }[] = [];

  readonly handlers: PanelHandlers = {
    ...this.#callHandlers(),
    "inventory.watch": (_input, signal) => this.#inventory.read(signal),
    "home.exports": (_input, signal) => this.#exports.read(signal),
    "logs.follow": (_input, signal) => this.#logs.read(signal),
    "logs.search": (input, signal) => {
      if (this.searched.length > 0) this.#found = new PushedStream();
      this.searched.push({ input, signal });
      return this.#found.read(signal);
    },
    "filters.watch": (_input, signal) => this.#filters.read(signal),
    "events.follow": ({ query }, signal) => {
      if (this.followed.length > 0) this.#events = new PushedStream();
      this.followed.push(query);
      return this.#events.read(signal);
    },
    "stats.watch": ({ refs }, signal) => {
      if (this.watched.length > 0) this.#stats = new PushedStream();
      const beside = this.watched.filter((watch) => !watch.signal.aborted).length;
      this.watched.push({ refs, signal, beside });
      return this.#stats.read(signal);
    },
    "files.download": () => files.download(),
    "stats.recording": (_input, signal) => this.#recording.read(signal),
    "hosts.test": (input, signal) => {
      this.tested.push(input);
      return this.#reports.read(signal);
    },
    "terminals.watch": (_input, signal) => this.#terminals.read(signal),
    "terminals.follow": (_input, signal) => this.#output.read(signal),
    "problems.watch": (_input, signal) => this.#problems.read(signal),
    "questions.watch": (_input, signal) => this.#questions.read(signal),
  };

  snapshot(snapshot: InventorySnapshot): void {
    this.#inventory.push({ snapshot });
  }

  change(change: Partial<InventoryChange>): void {
    this.#inventory.push({
      change: { hosts: [], removedHosts: [], containers: [], removedContainers: [], listed: [], ...change },
    });
  }

  /** To who began to watch last; before anybody did, to the first. */
  stats(updates: readonly StatsUpdate[]): void {
    this.#stats.push(updates);
  }

  filters(saved: readonly SavedFilter[]): void {
    this.#filters.push(saved);
  }

  /** To the search that was begun last; before any was, to the first. */
  failSearch(error: ErrorInfo): void {
    this.#found.fail(error);
  }

  found(batch: LogSearchBatch): void {
    this.#found.push(batch);
  }

  endSearch(): void {
    this.#found.end();
  }

  recording(state: StatsRecording): void {
    this.#recording.push(state);
  }

  report(report: HostTestReport): void {
    this.#reports.push(report);
  }

  terminals(held: readonly HeldTerminal[]): void {
    this.#terminals.push(held);
  }

  output(output: TerminalOutput): void {
    this.#output.push(output);
  }

  problems(pending: readonly PendingProblem[]): void {
    this.#problems.push(pending);
  }

  questions(pending: readonly PendingQuestion[]): void {
    this.#questions.push(pending);
  }

  lines(items: readonly LogItem[], caughtUp = true): void {
    this.#logs.push({ items, caughtUp });
  }

  /** To who began to follow last; before anybody did, to the first. */
  events(events: readonly QuaysideEvent[]): void {
    this.#events.push(events);
  }

  failEvents(error: ErrorInfo): void {
    this.#events.fail(error);
  }

  exports(all: readonly LogExport[]): void {
    this.#exports.push(all);
  }

  batch(batch: Omit<LogBatch, "caughtUp">): void {
    this.#logs.push({ ...batch, caughtUp: true });
  }

  /** What is open fails; what is pushed later is for the streams that are opened after. */
  fail(error: ErrorInfo): void {
    this.#inventory.fail(error);
    this.#logs.fail(error);
  }

  #callHandlers(): Pick<PanelHandlers, CallName> {
    const methods = Object.keys(this.answers) as CallName[];
    const handlers = methods.map((method): [CallName, unknown] => [method, this.#recorded(method)]);
    // Each is made for its own name; TypeScript can't follow one name through two tables.
    return Object.fromEntries(handlers) as Pick<PanelHandlers, CallName>;
  }

  #recorded<M extends CallName>(method: M) {
    return async (input: InputOf<M>): Promise<OutputOf<M>> => {
      // What is told follows what is done: tests look at each by itself.
      if (method === "home.tell") this.told.push(input);
      else this.calls.push({ method, input });
      return this.answers[method](input);
    };
  }
}
