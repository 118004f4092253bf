import { baseImage, shelllessImage } from "./base-image.ts";
import type { LabEngine } from "./engine.ts";
import type { EngineAccess } from "./engine-access.ts";

/** Puts containers on an engine past the product, by the API itself. Each gives the container's id. */

export interface ContainerSpec {
  readonly name: string;
  readonly script?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** Merged into the body of `POST /containers/create`. */
  readonly body?: Readonly<Record<string, unknown>>;
}

/** A shell as a container's first process ignores SIGTERM unless it asks for it; this one goes at once. */
const heedsStop = "trap 'exit 0' TERM;";

/** Does nothing until it is stopped. */
export const idleScript = `${heedsStop} while :; do sleep 3600 & wait $!; done`;

export async function createContainer(engine: EngineAccess, spec: ContainerSpec): Promise<string> {
  const { cgroupParent } = engine;
  const body = {
    ...{ Image: baseImage, Cmd: ["sh", "-c", spec.script ?? idleScript], Labels: spec.labels },
    ...spec.body,
    ...(cgroupParent === undefined ? {} : { HostConfig: { CgroupParent: cgroupParent, ...hostConfig(spec) } }),
  };
  const path = `/containers/create?name=${encodeURIComponent(spec.name)}`;
  return (await engine.api.json<{ Id: string }>("POST", path, body)).Id;
}

function hostConfig({ body }: ContainerSpec): object {
  return typeof body?.HostConfig === "object" && body.HostConfig !== null ? body.HostConfig : {};
}

export async function runContainer(engine: EngineAccess, spec: ContainerSpec): Promise<string> {
  const id = await createContainer(engine, spec);
  await engine.api.json("POST", `/containers/${id}/start`);
  return id;
}

/** Prints "line 1", "line 2", … at about this many a second; every tenth goes to stderr. */
export function runLogger(engine: EngineAccess, name: string, linesPerSecond = 10): Promise<string> {
  // busybox's sleep takes fractions; above 100 lines/s a batch is printed every 100 ms, since each sleep is a fork.
  const batch = linesPerSecond > 100 ? Math.round(linesPerSecond / 10) : 1;
  const pause = batch / linesPerSecond;
  const script = `${heedsStop} n=0; while :; do b=0; while [ $b -lt ${batch} ]; do b=$((b+1)); n=$((n+1));
    if [ $((n % 10)) = 0 ]; then echo "line $n" >&2; else echo "line $n"; fi; done; sleep ${pause.toFixed(3)}; done`;
  return runContainer(engine, { name, script });
}

export function runCpuBurner(engine: EngineAccess, name: string): Promise<string> {
  return runContainer(engine, {
    name,
    script: `${heedsStop} while :; do :; done`,
    body: { HostConfig: { CpuShares: 2 } },
  });
}

/** Unhealthy after one failed check, a second after its start. */
export function runUnhealthy(engine: EngineAccess, name: string): Promise<string> {
  return runContainer(engine, { name, body: healthCheck("echo no water; exit 1") });
}

/** For a container's body: a check each second, whose first answer counts. */
export function healthCheck(script: string): Readonly<Record<string, unknown>> {
  const second = 1_000_000_000;
  return { Healthcheck: { Test: ["CMD-SHELL", script], Interval: second, Timeout: 5 * second, Retries: 1 } };
}

/** Fails at once, and is started again for ever. */
export function runRestartLoop(engine: EngineAccess, name: string): Promise<string> {
  const script = "echo about to fail; sleep 0.2; exit 3";
  return runContainer(engine, { name, script, body: { HostConfig: { RestartPolicy: { Name: "always" } } } });
}

/** As docker compose would have made it. */
export function runStackService(
  engine: EngineAccess,
  stack: string,
  service: string,
  { number = 1, ...spec }: Partial<ContainerSpec> & { readonly number?: number } = {},
): Promise<string> {
  return runContainer(engine, {
    ...spec,
    name: `${stack}-${service}-${number}`,
    labels: {
      "com.docker.compose.project": stack,
      "com.docker.compose.service": service,
      "com.docker.compose.container-number": String(number),
      "com.docker.compose.oneoff": "False",
      "com.docker.compose.project.working_dir": `/srv/${stack}`,
      "com.docker.compose.project.config_files": `/srv/${stack}/compose.yaml`,
      "com.docker.compose.version": "2.29.0",
    },
  });
}

/** Its image holds the program sleep and nothing else. */
export function runShellless(engine: EngineAccess, name: string): Promise<string> {
  return runContainer(engine, { name, body: { Image: shelllessImage, Cmd: ["sleep", "3600"], StopSignal: "SIGKILL" } });
}

/** Stopped ones named `<prefix>-0` and so on. */
export async function createMany(engine: EngineAccess, prefix: string, count: number): Promise<string[]> {
  const ids = new Array<string>(count);
  let next = 0;
  const worker = async () => {
    while (next < count) {
      const index = next++;
      ids[index] = await createContainer(engine, { name: `${prefix}-${index}` });
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return ids;
}

/** Every container of the engine; for engines that a test started for itself. */
export async function removeEverything(engine: LabEngine): Promise<void> {
  const all = await engine.api.json<{ Id: string }[]>("GET", "/containers/json?all=1");
  await Promise.all(all.map(({ Id }) => removeContainer(engine, Id)));
}

/** One that is gone already is as good as removed. */
export async function removeContainer(engine: EngineAccess, id: string): Promise<void> {
  const answer = await engine.api.call("DELETE", `/containers/${id}?force=1&v=1`);
  if (answer.status >= 400 && answer.status !== 404 && !answer.text.includes("already in progress")) {
    throw new Error(`removing ${id}: ${answer.status} ${answer.text}`);
  }
}
