import type { DiskUse } from "../model/disk-use.ts";

export interface DiskUsesParts {
  /** Minutes on a host with much on its disk. */
  readonly look: (host: string, signal: AbortSignal) => Promise<DiskUse>;
}

/** What lies on the disks of the hosts: asked for only when a person wants it, and remembered with its time. */
export class DiskUses {
  readonly #parts: DiskUsesParts;
  readonly #known = new Map<string, DiskUse>();

  constructor(parts: DiskUsesParts) {
    this.#parts = parts;
  }

  /** What was seen last, whenever that was. */
  known(host: string): DiskUse | undefined {
    return this.#known.get(host);
  }

  /** Errors: HostUnreachable, EngineError, Cancelled. */
  async look(host: string, signal: AbortSignal): Promise<DiskUse> {
    const use = await this.#parts.look(host, signal);
    this.#known.set(host, use);
    return use;
  }
}
