import type { Dialer } from "../engine/dialer.ts";
import { openEngine } from "../engine/engine.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import type { HostConnection } from "../model/host.ts";
import type { HostTestReport, StepResult, TestStep } from "../model/host-test.ts";
import { isPrepared } from "./prepared-dialer.ts";
import type { LoginContext } from "./ssh/login-context.ts";

const stepsOf: Readonly<Record<HostConnection["kind"], readonly TestStep[]>> = {
  unix: ["port", "engine", "access"],
  pipe: ["port", "engine", "access"],
  tls: ["name", "port", "key", "engine", "access"],
  ssh: ["name", "port", "key", "login", "engine", "access"],
  demo: ["engine", "access"],
};

export interface HostTrial {
  readonly name: string;
  readonly connection: HostConnection;
  readonly dialer: Dialer;
  readonly context: LoginContext;
  /** Milliseconds until the engine must have answered. */
  readonly deadline: number;
  readonly now: () => number;
  /** Told after each step. */
  readonly onProgress: (report: HostTestReport) => void;
}

/**
 * Goes the way to the engine once, and tells how far it came; the way stays open. Rejects with Cancelled; any other
 * failure is in the report.
 */
export async function testHost(trial: HostTrial): Promise<HostTestReport> {
  const { name, connection, dialer, context, deadline, now, onProgress } = trial;
  const prepared = isPrepared(dialer) ? dialer : undefined;
  const { signal } = context;
  const progress = new Progress(stepsOf[connection.kind], onProgress);
  try {
    await prepared?.prepare({ context, reached: (step, found) => progress.passed(step, found) });
    const engine = await openEngine({ host: context.hostId, dialer, deadline, now }, signal);
    progress.passed("engine");
    try {
      await engine.queries.listContainers(signal);
      progress.passed("access");
      const via = prepared?.via;
      return { ...progress.report, finished: true, engine: engine.info, ...(via === undefined ? {} : { via }) };
    } finally {
      engine.dispose();
    }
  } catch (error) {
    if (isError(error, "Cancelled")) throw error;
    progress.failed(failedStep(connection, progress.last, error));
    return { ...progress.report, finished: true, error: describeError(error, name) };
  }
}

/** The steps as they go by. */
class Progress {
  readonly #steps: readonly TestStep[];
  readonly #tell: (report: HostTestReport) => void;
  readonly #took = new Map<TestStep, number>();
  readonly #found = new Map<TestStep, string>();
  #since = performance.now();
  /** How many have passed. */
  #count = 0;
  #failed = false;

  constructor(steps: readonly TestStep[], tell: (report: HostTestReport) => void) {
    this.#steps = steps;
    this.#tell = tell;
    tell(this.report);
  }

  /** The last that was told to have passed. */
  get last(): TestStep | undefined {
    return this.#steps[this.#count - 1];
  }

  get report(): HostTestReport {
    const outcome = (index: number): StepResult["outcome"] => {
      if (index < this.#count) return "passed";
      return index > this.#count ? "not-reached" : this.#failed ? "failed" : "running";
    };
    const steps = this.#steps.map((step, index): StepResult => {
      const took = this.#took.get(step);
      const found = this.#found.get(step);
      return {
        ...{ step, outcome: outcome(index) },
        ...(took === undefined ? {} : { took }),
        ...(found === undefined ? {} : { found }),
      };
    });
    return { finished: false, steps };
  }

  passed(step: TestStep, found?: string): void {
    if (found !== undefined) this.#found.set(step, found);
    this.#count = this.#steps.indexOf(step) + 1;
    this.#clock(step);
    this.#tell(this.report);
  }

  failed(step: TestStep): void {
    this.#count = this.#steps.indexOf(step);
    this.#failed = true;
    this.#clock(step);
  }

  #clock(step: TestStep): void {
    const now = performance.now();
    this.#took.set(step, now - this.#since);
    this.#since = now;
  }
}

/** Where steps were told, the one after the last; else the failure itself tells. */
function failedStep(connection: HostConnection, reached: TestStep | undefined, error: unknown): TestStep {
  const steps = stepsOf[connection.kind];
  // That an engine refuses our certificate may come after ours has accepted its own.
  if (isError(error, "TlsFailed")) return error.reason === "no-tls" ? "port" : "key";
  if (reached !== undefined) return steps[steps.indexOf(reached) + 1] ?? "access";
  if (connection.kind === "ssh" || connection.kind === "tls") return nameOrPort(error);
  if (!isError(error, "HostUnreachable") || error.reason === "not-an-engine" || error.reason === "timeout")
    return "engine";
  return "port";
}

function nameOrPort(error: unknown): TestStep {
  const unknown =
    isError(error, "HostUnreachable") && (error.reason === "name-unknown" || error.reason === "ssh-settings");
  return unknown ? "name" : "port";
}
