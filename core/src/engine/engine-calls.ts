import { setMaxListeners } from "node:events";
import { IncomingMessage } from "node:http";
import { linkedAbort, onAbort, orAborted, throwIfAborted } from "../lifetime/abort.ts";
import type { DockerApi } from "./docker-api.ts";
import { engineFailure, type Interruption } from "./engine-failure.ts";

/** Runs calls on one engine: a deadline for each, an abort for all, and our own errors for whatever goes wrong. */
export class EngineCalls {
  readonly address: string;
  readonly #docker: DockerApi;
  readonly #heard: () => void;

  /** `heard` is called at each sign of life. */
  constructor(docker: DockerApi, address: string, heard: () => void) {
    this.#docker = docker;
    this.address = address;
    this.#heard = heard;
  }

  async call<T>(
    deadline: number,
    signal: AbortSignal,
    run: (docker: DockerApi, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    // Many calls under one signal are no leak, which Node would warn of.
    setMaxListeners(0, signal);
    const linked = linkedAbort(signal);
    let interruption: Interruption = signal.aborted ? "cancelled" : undefined;
    const cancelled = onAbort(signal, () => {
      interruption ??= "cancelled";
    });
    const timer = setTimeout(() => {
      interruption ??= "deadline";
      linked.abort();
    }, deadline);
    try {
      // Node doesn't end a request whose connection is still being dialled.
      const result = await orAborted(run(this.#docker, linked.signal), linked.signal);
      this.#heard();
      return result;
    } catch (error) {
      throw engineFailure(error, this.address, interruption);
    } finally {
      clearTimeout(timer);
      cancelled.dispose();
      linked.dispose();
    }
  }

  /** A stream has no deadline: an idle one is well. It is destroyed when the signal aborts. */
  async stream(
    signal: AbortSignal,
    run: (docker: DockerApi, signal: AbortSignal) => Promise<unknown>,
  ): Promise<IncomingMessage> {
    setMaxListeners(0, signal);
    try {
      throwIfAborted(signal);
      const stream = await orAborted(run(this.#docker, signal), signal);
      this.#heard();
      if (stream instanceof IncomingMessage) return stream;
      throw new Error("The engine sent no stream.");
    } catch (error) {
      throw engineFailure(error, this.address, signal.aborted ? "cancelled" : undefined);
    }
  }

  /** What is read from a stream, with our errors; the stream is destroyed when the reader leaves. */
  async *guarded<T>(stream: IncomingMessage, signal: AbortSignal, items: AsyncIterable<T>): AsyncGenerator<T> {
    const onData = () => this.#heard();
    stream.on("data", onData);
    try {
      yield* items;
    } catch (error) {
      throw engineFailure(error, this.address, signal.aborted ? "cancelled" : undefined);
    } finally {
      stream.destroy();
    }
  }
}
