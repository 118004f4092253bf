import { computed, signal } from "@preact/signals";
import { describeError } from "@quayside/core/errors/describe-error.ts";
import { NotFound } from "@quayside/core/errors/errors.ts";
import type { Container } from "@quayside/core/model/container.ts";
import { containerNameProblem } from "@quayside/core/model/container-name.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { ContainerActions } from "./container-actions.ts";
import { strings } from "./strings.ts";

export interface OpenRename {
  readonly key: string;
  /** As it was when the field opened. */
  readonly container: Container;
  /** As it is typed. */
  readonly name: string;
}

/** The name that is typed in a container's row; one at a time. */
export class ContainerRename {
  readonly open = signal<OpenRename | undefined>(undefined);
  /** What is wrong with the name, in a sentence. */
  readonly problem = computed(() => {
    const open = this.open.value;
    return open === undefined || open.name === open.container.name ? undefined : containerNameProblem(open.name.trim());
  });
  readonly #actions: ContainerActions;

  constructor(actions: ContainerActions) {
    this.#actions = actions;
  }

  begin(container: Container): void {
    this.open.value = { key: refKey(container), container, name: container.name };
  }

  type(name: string): void {
    if (this.open.value !== undefined) this.open.value = { ...this.open.value, name };
  }

  /** Does nothing while there is a problem: it stands below the field. */
  apply(): void {
    const open = this.open.value;
    if (open === undefined || this.problem.value !== undefined) return;
    this.open.value = undefined;
    const name = open.name.trim();
    if (name !== open.container.name) void this.#actions.rename(open.container, name);
  }

  /** Closes the field of this row, where it is open. */
  cancel(key: string): void {
    if (this.open.value?.key === key) this.open.value = undefined;
  }

  /** Closes the field of a container that is gone, and says so. */
  follow(inventory: Inventory): void {
    const open = this.open.value;
    if (open === undefined || inventory.containers.has(open.key)) return;
    this.open.value = undefined;
    const host = inventory.hosts.get(open.container.host)?.name;
    this.#actions.notRenamed(open.container, describeError(new NotFound(strings.reason.gone), host));
  }
}
