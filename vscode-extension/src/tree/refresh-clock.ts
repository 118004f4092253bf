import type * as vscode from "vscode";

/**
 * VS Code debounces `onDidChangeTreeData` by 200 ms with a leading edge, and begins anew at every fire: one that fires
 * each 50 ms starves it. So it is fired at once after a pause of 210 ms, and else when that pause is over, with all
 * that has changed meanwhile. `gather` is asked right before, so that what others hold back doesn't wait twice.
 */
const PAUSE = 210;

export class RefreshClock<Node> implements vscode.Disposable {
  readonly #fire: (nodes: Node[]) => void;
  readonly #gather: () => void;
  #dirty = new Set<Node>();
  #lastFire = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(fire: (nodes: Node[]) => void, gather: () => void) {
    this.#fire = fire;
    this.#gather = gather;
  }

  mark(nodes: Iterable<Node>): void {
    for (const node of nodes) this.#dirty.add(node);
    if (this.#timer !== undefined || this.#dirty.size === 0) return;
    const wait = this.#lastFire + PAUSE - performance.now();
    if (wait <= 0) this.#flush();
    else this.#timer = setTimeout(() => this.#flush(), wait);
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }

  #flush(): void {
    this.#lastFire = performance.now();
    this.#gather(); // it marks what it finds, for the pause that has just begun
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const nodes = [...this.#dirty];
    this.#dirty = new Set();
    this.#fire(nodes);
  }
}
