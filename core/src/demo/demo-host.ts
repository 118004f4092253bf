import { connect } from "node:net";
import type { Dialer } from "../engine/dialer.ts";
import { type DemoEngine, type DemoOptions, startDemoEngine } from "./start-demo-engine.ts";

/** The demo as a host: its engine begins when it is dialled for the first time. */
export class DemoHost implements Dialer {
  readonly address = "demo";
  readonly #options: DemoOptions;
  #engine: Promise<DemoEngine> | undefined;

  constructor(options: DemoOptions = {}) {
    this.#options = options;
  }

  async dial(): Promise<ReturnType<typeof connect>> {
    this.#engine ??= startDemoEngine(this.#options);
    const { socketPath } = await this.#engine;
    return new Promise((resolve, reject) => {
      const socket = connect(socketPath);
      socket.once("error", reject);
      socket.once("connect", () => {
        socket.off("error", reject);
        resolve(socket);
      });
    });
  }

  async dispose(): Promise<void> {
    await (await this.#engine)?.dispose();
  }
}
