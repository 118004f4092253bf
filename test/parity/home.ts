import type { FrameLocator, Page } from "playwright-core";

export type ShownPanel = "Containers" | "Search" | "Events" | "Terminals" | "Hosts" | "Stats";

/** A home of the panels, as far as what is done in both is done differently. */
export interface Home {
  readonly name: string;
  readonly page: Page;
  /** The page of the panel that is seen. */
  readonly panel: FrameLocator;
  /** Brings it to the front. */
  show(panel: ShownPanel): Promise<void>;
  /** What is asked for by a panel and shown by its home. */
  readonly sees: {
    /** The JSON of a container. */
    inspection(text: RegExp): Promise<void>;
    /** A shell in a container, ready to be typed into. */
    terminal(): Promise<void>;
    /** In that shell. */
    terminalSays(text: string): Promise<void>;
    /** What is in the file that is saved next: to be asked for before. */
    saved(): Promise<string>;
    /** The text of the file that was opened: this is written before it, and saved. */
    edited(file: string, before: string): Promise<void>;
    /** A file of the person’s computer is chosen for what was asked for. */
    chosen(into: string, path: string, ask: () => Promise<void>): Promise<void>;
  };
  /** The panel's page goes, and comes back as a new one. */
  leaveAndReturn(panel: ShownPanel): Promise<void>;
  /** Another panel was looked at meanwhile: the page of the logs of this comes back as a new one. */
  backToLogs(of: string): Promise<void>;
  close(): Promise<void>;
}
