import type { Duplex, Readable } from "node:stream";
import type { RemoveOptions } from "../model/action.ts";
import type { NewNetwork, NewVolume } from "../model/new-resource.ts";
import { attachRequest } from "./attach-request.ts";
import { checkedId, checkedImageId, checkedVolumeName } from "./checked-id.ts";
import { type DebugContainer, debugContainerBody } from "./debug-container-body.ts";
import type { EngineCalls } from "./engine-calls.ts";
import { type EngineRequest, engineRequest } from "./engine-request.ts";
import { lines } from "./events.ts";
import { type JsonObject, object, text } from "./json.ts";
import { newNetworkBody, newVolumeBody } from "./new-resource-body.ts";
import { type PullLine, parsePullLine } from "./pull-line.ts";
import { type VolumeHelper, volumeHelperBody } from "./volume-helper-body.ts";

export interface ExecRequest {
  readonly command: readonly string[];
  readonly tty: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly user?: string;
  readonly directory?: string;
  readonly environment?: readonly string[];
}

/** A running exec: bytes in and out. */
export interface ExecSession {
  readonly id: string;
  readonly stream: Duplex;
}

const SHORT = 30_000;
/**
 * The engine looks for these in what is typed, ends the session at them, and holds back what may be their beginning
 * until the next key. It can't be told not to; its own are ctrl-p and ctrl-q, and ctrl-p is typed all day.
 */
const DETACH_KEYS = Array.from({ length: 8 }, () => "ctrl-^,ctrl-_").join(",");
/** A removal waits for the engine to unmount and delete what the container wrote. */
const LONG = 120_000;
/** What is sent into a container may be big, and the way there slow. */
const TRANSFER = 3_600_000;

/**
 * Everything that changes something. Only the gate in `actions/` hands this out, for the length of one action.
 * Errors: HostUnreachable, NotFound, Conflict, EngineError, Cancelled.
 */
export class EngineCommands {
  readonly #calls: EngineCalls;

  constructor(calls: EngineCalls) {
    this.#calls = calls;
  }

  startContainer(id: string, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).start({ abortSignal }),
    );
  }

  /** SIGTERM, and SIGKILL after `grace` seconds. */
  stopContainer(id: string, grace: number, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT + grace * 1000, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).stop({ t: grace, abortSignal }),
    );
  }

  restartContainer(id: string, grace: number, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT + grace * 1000, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).restart({ t: grace, abortSignal }),
    );
  }

  pauseContainer(id: string, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).pause({ abortSignal }),
    );
  }

  unpauseContainer(id: string, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).unpause({ abortSignal }),
    );
  }

  killContainer(id: string, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).kill({ abortSignal }),
    );
  }

  renameContainer(id: string, name: string, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).rename({ name, abortSignal }),
    );
  }

  /** "no", "always", "on-failure" … `retries` is of "on-failure" alone. */
  setRestartPolicy(id: string, name: string, retries: number, signal: AbortSignal): Promise<void> {
    const body = { RestartPolicy: { Name: name, MaximumRetryCount: retries } };
    return this.#request(SHORT, { method: "POST", path: `/containers/${checkedId(id)}/update`, body }, signal);
  }

  /** `body` is as `recipeBody` makes it. Gives the id. NotFound where its image or a network is not there. */
  async recreateContainer(name: string, body: JsonObject, signal: AbortSignal): Promise<string> {
    const request = { method: "POST", path: "/containers/create", query: { name: checkedId(name) }, body } as const;
    return text(object(await this.#answer(LONG, request, signal)).Id);
  }

  removeContainer(id: string, options: RemoveOptions, signal: AbortSignal): Promise<void> {
    return this.#change(LONG, signal, (docker, abortSignal) =>
      docker
        .getContainer(checkedId(id))
        .remove({ force: options.force === true, v: options.volumes === true, abortSignal }),
    );
  }

  /** Starts a command in a running container, its input and output joined to the stream. */
  async exec(id: string, request: ExecRequest, signal: AbortSignal): Promise<ExecSession> {
    const created = await this.#calls.call(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).exec({
        Cmd: [...request.command],
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        Tty: request.tty,
        DetachKeys: DETACH_KEYS,
        ...(request.user === undefined ? {} : { User: request.user }),
        ...(request.directory === undefined ? {} : { WorkingDir: request.directory }),
        ...(request.environment === undefined ? {} : { Env: [...request.environment] }),
        // From API 1.42 on the first size can be given at once; older engines ignore it.
        ConsoleSize: [request.rows, request.columns],
        abortSignal,
      }),
    );
    const execId = text(object(created).id);
    const stream = await this.#calls.call(SHORT, signal, (docker, abortSignal) =>
      docker.getExec(execId).start({ hijack: true, stdin: true, Tty: request.tty, abortSignal }),
    );
    return { id: execId, stream };
  }

  resizeExec(id: string, columns: number, rows: number, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getExec(checkedId(id)).resize({ w: columns, h: rows, abortSignal }),
    );
  }

  /** Joins the stream to a container's main process: bare bytes where it has a TTY, frames where not. */
  attachContainer(id: string, { stdin }: { readonly stdin: boolean }, signal: AbortSignal): Promise<Duplex> {
    const query = { stdin, detachKeys: DETACH_KEYS };
    return this.#calls.call(SHORT, signal, (docker, abortSignal) =>
      attachRequest(docker, checkedId(id), query, abortSignal),
    );
  }

  /** Gives its id. NotFound where its image is not there. */
  async createDebugContainer(container: DebugContainer, signal: AbortSignal): Promise<string> {
    const request = { method: "POST", path: "/containers/create", body: debugContainerBody(container) } as const;
    return text(object(await this.#answer(SHORT, request, signal)).Id);
  }

  /** Of the container's own TTY. */
  resizeContainer(id: string, columns: number, rows: number, signal: AbortSignal): Promise<void> {
    return this.#change(SHORT, signal, (docker, abortSignal) =>
      docker.getContainer(checkedId(id)).resize({ w: columns, h: rows, abortSignal }),
    );
  }

  removeImage(id: string, force: boolean, signal: AbortSignal): Promise<void> {
    return this.#request(LONG, { method: "DELETE", path: `/images/${checkedImageId(id)}`, query: { force } }, signal);
  }

  /** `tag` may be a digest. An abort closes the connection, and with that the engine gives up. */
  async pullImage(name: string, tag: string, onLine: (line: PullLine) => void, signal: AbortSignal): Promise<void> {
    const request = { method: "POST", path: "/images/create", query: { fromImage: name, tag }, stream: true } as const;
    const stream = await this.#calls.stream(signal, (docker, abortSignal) =>
      engineRequest(docker, request, abortSignal),
    );
    for await (const line of this.#calls.guarded(stream, signal, lines(stream))) {
      const parsed = parsePullLine(line);
      if (parsed !== undefined) onLine(parsed);
    }
  }

  /** One of that name that is there already is taken for the new one, whatever its options. */
  createVolume(volume: NewVolume, signal: AbortSignal): Promise<void> {
    return this.#request(LONG, { method: "POST", path: "/volumes/create", body: newVolumeBody(volume) }, signal);
  }

  removeVolume(name: string, force: boolean, signal: AbortSignal): Promise<void> {
    const path = `/volumes/${checkedVolumeName(name)}`;
    return this.#request(LONG, { method: "DELETE", path, query: { force } }, signal);
  }

  /** Gives its id. */
  async createNetwork(network: NewNetwork, signal: AbortSignal): Promise<string> {
    const request = { method: "POST", path: "/networks/create", body: newNetworkBody(network) } as const;
    return text(object(await this.#answer(SHORT, request, signal)).Id);
  }

  /** `network`: an id or a name. `endpoint`: aliases, addresses and so on, as the engine calls them. */
  connectNetwork(network: string, container: string, endpoint: JsonObject, signal: AbortSignal): Promise<void> {
    const body = { Container: checkedId(container), EndpointConfig: endpoint };
    const path = `/networks/${checkedId(network, "network")}/connect` as const;
    return this.#request(SHORT, { method: "POST", path, body }, signal);
  }

  /** Of a stopped container also where the network is gone. */
  disconnectNetwork(network: string, container: string, signal: AbortSignal): Promise<void> {
    const body = { Container: checkedId(container), Force: true };
    const path = `/networks/${checkedId(network, "network")}/disconnect` as const;
    return this.#request(SHORT, { method: "POST", path, body }, signal);
  }

  removeNetwork(id: string, signal: AbortSignal): Promise<void> {
    return this.#request(SHORT, { method: "DELETE", path: `/networks/${checkedId(id, "network")}` }, signal);
  }

  /**
   * Unpacks a tar into this directory of a container, running or not. What is there of the same name is taken away
   * first, but no directory gives way to a file, nor the other way round. `path` is percent-encoded.
   */
  async putArchive(id: string, path: string, tar: Readable, signal: AbortSignal): Promise<void> {
    const request: EngineRequest = {
      ...{ method: "PUT", path: `/containers/${checkedId(id)}/archive`, tar },
      encodedQuery: `path=${path}&noOverwriteDirNonDir=true`,
    };
    try {
      await this.#answer(TRANSFER, request, signal);
    } finally {
      tar.destroy();
    }
  }

  /** A container that is never started: the way to a volume's files where no other container has it. Gives its id. */
  async createVolumeHelper(helper: VolumeHelper, signal: AbortSignal): Promise<string> {
    const request = { method: "POST", path: "/containers/create", body: volumeHelperBody(helper) } as const;
    return text(object(await this.#answer(SHORT, request, signal)).Id);
  }

  async #request(deadline: number, request: EngineRequest, signal: AbortSignal): Promise<void> {
    await this.#answer(deadline, request, signal);
  }

  #answer(deadline: number, request: EngineRequest, signal: AbortSignal): Promise<unknown> {
    return this.#calls.call(deadline, signal, (docker, abortSignal) => engineRequest(docker, request, abortSignal));
  }

  /** "304 Not Modified" says that it is already so: what was wanted. */
  async #change(deadline: number, signal: AbortSignal, run: Parameters<EngineCalls["call"]>[2]): Promise<void> {
    try {
      await this.#calls.call(deadline, signal, run);
    } catch (error) {
      if ((error as { status?: unknown }).status !== 304) throw error;
    }
  }
}
