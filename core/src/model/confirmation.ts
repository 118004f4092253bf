/** What a person is asked before something is destroyed; written by core, the same on every surface. */
export interface Confirmation {
  readonly title: string;
  readonly sentence: string;
  /** The verb of the button that does it: "Remove from laptop". */
  readonly button: string;
}
