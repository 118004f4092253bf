import type * as vscode from "vscode";

/**
 * VS Code debounces `onDidChangeTreeData` by 200 ms with a leading edge, and begins anew at every fire: one that fires
 * each 50 ms starves it. So it is fired at once after a pause of 210 ms, and else when that pause is over, with all
 * that has changed meanwhile.
 */
const PAUSE = 210;

export class RefreshClock<Node> implements vscode.Disposable {
  readonly #fire: (nodes: Node[]) => void;
  #dirty = new Set<Node>();
  #lastFire = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;

  constructor(fire: (nodes: Node[]) => void) {
    this.#fire = fire;
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
    this.#timer = undefined;
    this.#lastFire = performance.now();
    const nodes = [...this.#dirty];
    this.#dirty = new Set();
    this.#fire(nodes);
  }
}
