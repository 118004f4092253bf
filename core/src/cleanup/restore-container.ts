import { isOwnNetwork, type RecipeNetwork, recipeBody } from "../engine/container-recipe.ts";
import type { EngineCommands } from "../engine/engine-commands.ts";
import type { EngineQueries } from "../engine/engine-queries.ts";
import { object, text } from "../engine/json.ts";
import { Conflict, isError } from "../errors/errors.ts";
import type { RestoredContainer, RestoreOptions } from "../model/quarantine.ts";
import { foundContainer } from "./found-container.ts";
import type { QuarantineRecord } from "./quarantine-records.ts";

interface Engine {
  readonly calls: EngineCommands;
  readonly queries: EngineQueries;
  readonly signal: AbortSignal;
}

/**
 * Makes a container what it was. Each step looks at what is there already, so that one that was broken off can be tried
 * again. Rejects with Conflict, before anything is changed, where its name is taken or a network is gone.
 */
export async function restoreContainer(
  engine: Engine,
  record: QuarantineRecord,
  options: RestoreOptions,
): Promise<RestoredContainer> {
  await nameIsFree(engine, record);
  const networks = await networksNow(engine, record, options);
  let container = await kept(engine, record);
  const madeAgain = container === undefined;
  const emptyVolumes = container === undefined ? await goneVolumes(engine, record) : [];
  container ??= await makeAgain(engine, record, networks.there);
  const id = text(container.Id);
  // The name first: it is the one thing that another may take meanwhile.
  if (nameOf(container) !== record.name) await engine.calls.renameContainer(id, record.name, engine.signal);
  await joinNetworks(engine, container, networks);
  await restorePolicy(engine, id, container, record);
  await startAgain(engine, id, container, record);
  return {
    ...{ host: record.host, containerId: id, name: record.name, madeAgain, emptyVolumes },
    leftOutNetworks: networks.gone.map(({ name }) => name),
  };
}

type Inspection = ReturnType<typeof object>;
interface NetworksNow {
  readonly there: readonly RecipeNetwork[];
  readonly gone: readonly RecipeNetwork[];
}

async function nameIsFree({ queries, signal }: Engine, record: QuarantineRecord): Promise<void> {
  const holder = await foundContainer(queries, record.name, signal);
  // An engine also takes the beginning of an id for a name.
  if (holder === undefined || nameOf(holder) !== record.name || holder.Id === record.containerId) return;
  throw new Conflict(
    `Another container is called “${record.name}” by now. Rename or remove that one, then restore this one.`,
  );
}

/** The networks as they are now: one that was made anew under its name has another id. */
async function networksNow(engine: Engine, record: QuarantineRecord, options: RestoreOptions): Promise<NetworksNow> {
  const now = await engine.queries.resources.listNetworks(engine.signal);
  const there: RecipeNetwork[] = [];
  const gone: RecipeNetwork[] = [];
  for (const network of record.recipe.networks) {
    const found = now.find(({ id }) => id === network.id) ?? now.find(({ name }) => name === network.name);
    if (found !== undefined) there.push({ ...network, id: found.id });
    else if (isOwnNetwork(network.name)) gone.push(network);
  }
  if (gone.length === 0 || options.withoutNetworks === true) return { there, gone };
  const names = gone.map(({ name }) => `“${name}”`).join(" and ");
  throw new Conflict(
    `${names}, on which “${record.name}” was, ${gone.length === 1 ? "is a network that is" : "are networks that are"} gone. Make ${gone.length === 1 ? "it" : "them"} again, or restore the container without.`,
  );
}

/** Under its quarantine name stands also what was made again by a restoring that was broken off. */
async function kept({ queries, signal }: Engine, record: QuarantineRecord): Promise<Inspection | undefined> {
  const found = await foundContainer(queries, record.containerId, signal);
  return found ?? (await foundContainer(queries, record.quarantineName, signal));
}

async function goneVolumes({ queries, signal }: Engine, { recipe }: QuarantineRecord): Promise<string[]> {
  const there = new Set((await queries.resources.listVolumes(signal)).map(({ id }) => id));
  return recipe.volumes.map(({ name }) => name).filter((name) => !there.has(name));
}

/** Under its quarantine name: what comes next is the same as for one that was never removed. */
async function makeAgain(
  engine: Engine,
  record: QuarantineRecord,
  networks: readonly RecipeNetwork[],
): Promise<Inspection> {
  const { calls, queries, signal } = engine;
  const body = recipeBody(record.recipe, await imageNow(engine, record), networks);
  const id = await calls.recreateContainer(record.quarantineName, body, signal);
  return object(await queries.inspectContainerJson(id, signal));
}

/** Its name, unless that means another image by now. */
async function imageNow({ queries, signal }: Engine, { image, recipe }: QuarantineRecord): Promise<string> {
  try {
    return (await queries.resources.inspectTaggedImage(image, signal)).id === recipe.imageId ? image : recipe.imageId;
  } catch (error) {
    if (isError(error, "NotFound")) return recipe.imageId;
    throw error;
  }
}

async function joinNetworks({ calls, signal }: Engine, container: Inspection, now: NetworksNow): Promise<void> {
  const id = text(container.Id);
  const present = object(object(container.NetworkSettings).Networks);
  for (const { name } of now.gone) if (present[name] !== undefined) await calls.disconnectNetwork(name, id, signal);
  for (const network of now.there) {
    if (!isOwnNetwork(network.name)) continue;
    const joined = present[network.name];
    const joinedId = text(object(joined).NetworkID);
    // One that was never started has no id of it yet.
    if (joined !== undefined && (joinedId === "" || joinedId === network.id)) continue;
    if (joined !== undefined) await calls.disconnectNetwork(network.name, id, signal);
    await calls.connectNetwork(network.id, id, network.endpoint, signal);
  }
}

async function restorePolicy(
  { calls, queries, signal }: Engine,
  id: string,
  container: Inspection,
  { restartPolicy: { name, retries } }: QuarantineRecord,
): Promise<void> {
  const present = text(object(object(container.HostConfig).RestartPolicy).Name) || "no";
  if (present === name || !queries.habits.restartPolicyChanges) return;
  await calls.setRestartPolicy(id, name, retries, signal);
}

async function startAgain(
  { calls, signal }: Engine,
  id: string,
  container: Inspection,
  { wasRunning, wasPaused }: QuarantineRecord,
): Promise<void> {
  const { Running, Paused } = object(container.State);
  if (wasRunning && Running !== true) await calls.startContainer(id, signal);
  if (wasPaused && Paused !== true) await calls.pauseContainer(id, signal);
}

function nameOf(container: Inspection): string {
  return text(container.Name).replace(/^\//, "");
}
