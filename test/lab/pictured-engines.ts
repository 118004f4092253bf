import { baseImage } from "./base-image.ts";
import { createContainer, healthCheck, idleScript, runContainer, runStackService } from "./containers.ts";
import type { LabEngine } from "./engine.ts";

// Engines as somebody has them, for the pictures.

const webLog = `trap 'exit 0' TERM; n=58213; while :; do n=$((n+1));
printf '\\033[32minfo\\033[0m GET /cart 200 41 ms\\n'; printf '\\033[90mdebug\\033[0m cart loaded, 3 items, 4 ms\\n'
printf '\\033[32minfo\\033[0m order %s accepted, total 84.90 EUR\\n' $n
printf '\\033[33mwarn\\033[0m acquirer slow: 2.0 s of 5.0 s timeout used\\n'
printf '\\033[1;31merror\\033[0m charge %s failed: acquirer timeout after 5.0 s\\n' $n >&2
sleep 0.5; done`;

/** A port of the engine's own namespace. */
function publishes(port: number) {
  const inside = `${port}/tcp`;
  return {
    ExposedPorts: { [inside]: {} },
    HostConfig: { PortBindings: { [inside]: [{ HostPort: String(port) }] } },
  };
}

/** The lab's only image under another name, so that the pictures read like somebody's machine. */
async function image(engine: LabEngine, repo: string, tag: string): Promise<Readonly<Record<string, unknown>>> {
  await engine.api.json("POST", `/images/${baseImage}/tag?repo=${encodeURIComponent(repo)}&tag=${tag}`);
  return { Image: `${repo}:${tag}` };
}

export async function fillLaptop(engine: LabEngine): Promise<void> {
  const api = await image(engine, "shop/api", "dev");
  const postgres = await image(engine, "postgres", "17.2");
  const cache = await image(engine, "valkey/valkey", "8.1");
  const web = await image(engine, "shop/web", "dev");
  await runStackService(engine, "shop", "api", { body: { ...api, ...publishes(8080), ...healthCheck("exit 1") } });
  await runStackService(engine, "shop", "cache", { body: cache });
  const database = publishes(5432);
  const HostConfig = { ...database.HostConfig, Mounts: [{ Type: "volume", Source: "shop_data", Target: "/data" }] };
  await runStackService(engine, "shop", "db", {
    body: { ...postgres, ...database, HostConfig, ...healthCheck("true") },
  });
  await runStackService(engine, "shop", "migrate", { body: api, script: "true" });
  await runStackService(engine, "shop", "web", { body: { ...web, ...publishes(3000) }, script: webLog });
  const scratch = await runContainer(engine, { name: "pg-scratch", body: postgres });
  await engine.api.json("POST", `/containers/${scratch}/pause`);
}

/** What nothing uses, and what nobody gave a name, beside what the containers use. */
export async function fillStores(engine: LabEngine): Promise<void> {
  for (const Name of ["shop_cache", "pg-2025-backup", "scratch-10", "scratch-9"])
    await engine.api.json("POST", "/volumes/create", { Name });
  await engine.api.json("POST", "/volumes/create", {});
  await engine.api.json("POST", "/networks/create", { Name: "shop_default" });
  await runContainer(engine, { name: "mailpit", body: { HostConfig: { NetworkMode: "shop_default" } } });
  for (const name of ["", "&repo=gitea/act_runner&tag=0.2.11"])
    await engine.api.json("POST", `/images/create?fromSrc=-${name}`, Buffer.alloc(name === "" ? 1024 : 2048));
}

export async function fillBuildVm(engine: LabEngine): Promise<void> {
  const runner = await image(engine, "gitea/act_runner", "0.2.12");
  const registry = await image(engine, "registry", "2.8.3");
  const restarts = { HostConfig: { RestartPolicy: { Name: "always" } } };
  await runStackService(engine, "ci", "registry", { body: { ...registry, ...publishes(5000) } });
  await runStackService(engine, "ci", "runner", { body: runner });
  await runStackService(engine, "ci", "runner", { number: 2, body: { ...runner, ...restarts }, script: "exit 3" });
  await createContainer(engine, { name: "nightly", body: runner, script: idleScript });
}
