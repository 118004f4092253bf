import { watchInventory } from "@quayside/core/inventory/watch-inventory.ts";
import { linkedAbort, onAbort, orAborted } from "@quayside/core/lifetime/abort.ts";
import { Emitter, type Event } from "@quayside/core/lifetime/emitter.ts";
import type { InventoryChange, InventorySnapshot } from "@quayside/core/model/inventory-change.ts";
import type { ItemOf, PanelApi } from "@quayside/core/panel/methods.ts";
import { InventoryDraft, inventoryOf } from "@quayside/shared-ui/inventory/inventory.ts";

type Item = ItemOf<"inventory.watch">;

/**
 * The backend's picture of all hosts, followed once for the whole page: the next panel has it at once, and the
 * navigation its badges, without a second copy of all that happens on the way.
 */
export class SharedInventory {
  readonly #api: PanelApi;
  #followed: Followed | undefined;

  constructor(api: PanelApi) {
    this.#api = api;
  }

  /** First the whole, then what changes; throws what the backend's own stream failed with. */
  async *stream(signal: AbortSignal): AsyncGenerator<Item> {
    if (this.#followed === undefined || this.#followed.over.aborted) this.#followed = new Followed(this.#api);
    const followed = this.#followed;
    await orAborted(followed.begun, signal);
    const until = linkedAbort(signal);
    const ended = onAbort(followed.over, () => until.abort());
    try {
      yield* watchInventory(followed, until.signal);
    } finally {
      ended.dispose();
      until.dispose();
    }
    if (followed.failure !== undefined && !signal.aborted) throw followed.failure;
  }
}

/** One stream of the backend's, from its beginning to its end. */
class Followed {
  readonly onDidChange: Event<InventoryChange>;
  /** The first whole picture is there. Rejects with what kept it from coming. */
  readonly begun: Promise<void>;
  readonly over: AbortSignal;
  failure: unknown;
  #draft: InventoryDraft | undefined;

  constructor(api: PanelApi) {
    const changes = new Emitter<InventoryChange>();
    const ending = new AbortController();
    this.onDidChange = changes.event;
    this.over = ending.signal;
    this.begun = new Promise((resolve, reject) => {
      this.#follow(api, changes, resolve)
        .catch((error: unknown) => {
          this.failure = error;
          reject(error);
        })
        .finally(() => ending.abort());
    });
    // Whoever waits for it hears of it.
    this.begun.catch(() => {});
  }

  snapshot(): InventorySnapshot {
    if (this.#draft === undefined) throw new Error("Nothing has come yet.");
    const held = this.#draft.finish();
    this.#draft = new InventoryDraft(held);
    const { hosts, containers, listed } = held;
    return { hosts: [...hosts.values()], containers: [...containers.values()], listed: [...listed] };
  }

  async #follow(api: PanelApi, changes: Emitter<InventoryChange>, begun: () => void): Promise<void> {
    for await (const item of api.stream("inventory.watch", {})) {
      if ("snapshot" in item) {
        this.#draft = new InventoryDraft(inventoryOf(item.snapshot));
        begun();
      } else {
        this.#draft?.apply(item.change);
        changes.fire(item.change);
      }
    }
  }
}
