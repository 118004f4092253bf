import type { Dialer } from "../engine/dialer.ts";
import { openEngine } from "../engine/engine.ts";
import { describeError } from "../errors/describe-error.ts";
import { isError } from "../errors/errors.ts";
import type { HostConnection } from "../model/host.ts";
import type { HostTestReport, TestStep } from "../model/host-test.ts";
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
}

/** Goes the way to the engine once, and tells how far it came. Rejects with Cancelled; any other failure is in the report. */
export async function testHost({
  name,
  connection,
  dialer,
  context,
  deadline,
  now,
}: HostTrial): Promise<HostTestReport> {
  const prepared = isPrepared(dialer) ? dialer : undefined;
  const { signal } = context;
  let reached: TestStep | undefined;
  const report = (failed: TestStep | undefined): HostTestReport["steps"] => resultsOf(stepsOf[connection.kind], failed);
  try {
    await prepared?.prepare({
      context,
      reached: (step) => {
        reached = step;
      },
    });
    const engine = await openEngine({ host: context.hostId, dialer, deadline, now }, signal);
    reached = "engine";
    try {
      await engine.queries.listContainers(signal);
      const via = prepared?.via;
      return { steps: report(undefined), engine: engine.info, ...(via === undefined ? {} : { via }) };
    } finally {
      engine.dispose();
    }
  } catch (error) {
    if (isError(error, "Cancelled")) throw error;
    const failed = failedStep(connection, reached, error);
    return { steps: report(failed), error: describeError(error, name) };
  } finally {
    prepared?.dispose();
  }
}

/** Where each step was told, the one after the last; else the failure itself tells. */
function failedStep(connection: HostConnection, reached: TestStep | undefined, error: unknown): TestStep {
  const steps = stepsOf[connection.kind];
  if (reached !== undefined) return steps[steps.indexOf(reached) + 1] ?? "access";
  if (connection.kind === "ssh") return nameOrPort(error);
  if (isError(error, "TlsFailed")) return error.reason === "no-tls" ? "port" : "key";
  if (!isError(error, "HostUnreachable") || error.reason === "not-an-engine" || error.reason === "timeout")
    return "engine";
  return connection.kind === "tls" ? nameOrPort(error) : "port";
}

function nameOrPort(error: unknown): TestStep {
  const unknown =
    isError(error, "HostUnreachable") && (error.reason === "name-unknown" || error.reason === "ssh-settings");
  return unknown ? "name" : "port";
}

function resultsOf(steps: readonly TestStep[], failed: TestStep | undefined): HostTestReport["steps"] {
  const end = failed === undefined ? steps.length : steps.indexOf(failed);
  return steps.map((step, index) => ({
    step,
    outcome: index < end ? "passed" : index === end ? "failed" : "not-reached",
  }));
}
