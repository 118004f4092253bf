/** What the pointer is told of a node. */
export interface Tooltip {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly facts: readonly (readonly [name: string, value: string])[];
}
