import { array, type JsonObject, object, text, texts } from "./json.ts";

/** What is needed to make a container again: the engine's own words of it. */
export interface ContainerRecipe {
  readonly config: JsonObject;
  readonly hostConfig: JsonObject;
  /** The id of its image. */
  readonly imageId: string;
  readonly networks: readonly RecipeNetwork[];
  /** Its volumes, anonymous ones too. */
  readonly volumes: readonly RecipeVolume[];
}

export interface RecipeNetwork {
  readonly name: string;
  readonly id: string;
  /** What was asked for on it: aliases, addresses, links. */
  readonly endpoint: JsonObject;
}

export interface RecipeVolume {
  readonly name: string;
  readonly destination: string;
  readonly writable: boolean;
}

/** Undefined where that is no inspection of a container. */
export function recipeFromInspect(json: unknown): ContainerRecipe | undefined {
  const { Id, Config, HostConfig, Image, NetworkSettings, Mounts } = object(json);
  const id = text(Id);
  if (id === "" || Object.keys(object(Config)).length === 0) return undefined;
  return {
    config: configOf(object(Config), text(object(HostConfig).NetworkMode), id),
    hostConfig: { ...object(HostConfig), ...linksOf(object(HostConfig).Links) },
    imageId: text(Image),
    networks: Object.entries(object(object(NetworkSettings).Networks)).map(([name, settings]) => ({
      ...{ name, id: text(object(settings).NetworkID), endpoint: endpointOf(object(settings), id) },
    })),
    volumes: array(Mounts).flatMap((each) => {
      const { Type, Name, Destination, RW } = object(each);
      if (Type !== "volume" || text(Name) === "") return [];
      return { name: text(Name), destination: text(Destination), writable: RW !== false };
    }),
  };
}

/**
 * The body of `POST /containers/create`. Only the first network is in it: engines before API 1.44 take no more, the
 * others are joined afterwards. `image`: a name, or an id where the name means another image by now.
 */
export function recipeBody(recipe: ContainerRecipe, image: string, networks: readonly RecipeNetwork[]): JsonObject {
  const { config, hostConfig } = recipe;
  const first = firstNetwork(recipe, networks);
  const binds = texts(hostConfig.Binds);
  const mode = networkMode(recipe, networks, first);
  return {
    ...{ ...config, Image: image },
    HostConfig: { ...hostConfig, NetworkMode: mode, Binds: [...binds, ...anonymousBinds(recipe, binds)] },
    NetworkingConfig: { EndpointsConfig: first === undefined ? {} : { [mode]: first.endpoint } },
  };
}

/** Modes that are no network of people's own: these are not joined, and their endpoints take no settings. */
export function isOwnNetwork(name: string): boolean {
  return !["", "default", "bridge", "host", "none"].includes(name) && !/^(container|ns):/.test(name);
}

function networkMode(recipe: ContainerRecipe, kept: readonly RecipeNetwork[], first?: RecipeNetwork): string {
  const mode = text(recipe.hostConfig.NetworkMode);
  if (first === undefined) return isOwnNetwork(mode) && kept.length === 0 ? "none" : mode;
  return first.id === mode ? mode : first.name;
}

/** The one that the mode names, or where that is gone the next: a mode that leads nowhere keeps it from being made. */
function firstNetwork(recipe: ContainerRecipe, kept: readonly RecipeNetwork[]): RecipeNetwork | undefined {
  const mode = text(recipe.hostConfig.NetworkMode);
  if (!isOwnNetwork(mode)) return undefined;
  return kept.find(({ name, id }) => name === mode || id === mode) ?? kept.find(({ name }) => isOwnNetwork(name));
}

/** By their names, or the engine would make new ones. What is mounted in another way is in the host's settings. */
function anonymousBinds({ config, hostConfig, volumes }: ContainerRecipe, binds: readonly string[]): string[] {
  const declared = new Set(Object.keys(object(config.Volumes)));
  const mounted = new Set(array(hostConfig.Mounts).map((mount) => text(object(mount).Target)));
  const isBound = ({ destination }: RecipeVolume) => binds.some((bind) => bind.split(":")[1] === destination);
  return volumes
    .filter((volume) => declared.has(volume.destination) && !mounted.has(volume.destination) && !isBound(volume))
    .map(({ name, destination, writable }) => `${name}:${destination}${writable ? "" : ":ro"}`);
}

function configOf(config: JsonObject, mode: string, id: string): JsonObject {
  const { Hostname, Domainname, ExposedPorts, ...rest } = config;
  // One that shares another's network has that one's name and ports, and is refused with its own.
  if (mode.startsWith("container:")) return rest;
  // The engine's own choice is made of the container's id.
  const hostname = text(Hostname) === id.slice(0, 12) ? {} : { Hostname };
  return { ...rest, ...hostname, Domainname, ...(ExposedPorts === undefined ? {} : { ExposedPorts }) };
}

function endpointOf({ IPAMConfig, Links, Aliases, DriverOpts }: JsonObject, id: string): JsonObject {
  // The engine adds the id's beginning by itself.
  const aliases = texts(Aliases).filter((alias) => alias !== id.slice(0, 12));
  return { IPAMConfig: IPAMConfig ?? null, Links: Links ?? null, Aliases: aliases, DriverOpts: DriverOpts ?? null };
}

/** Inspect has "/db:/web/alias" where create wants "db:alias". */
function linksOf(links: unknown): JsonObject {
  const told = texts(links);
  if (told.length === 0) return {};
  return { Links: told.map((link) => link.replace(/^\//, "").replace(/:\/.*\//, ":")) };
}
