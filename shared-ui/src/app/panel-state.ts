/** What the home remembers for one panel: filters, sorting, groups. It is old data: each panel checks what it reads. */
export interface PanelState {
  get(): unknown;
  set(value: unknown): void;
}
