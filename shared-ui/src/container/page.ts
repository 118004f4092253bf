import type { ReadonlySignal } from "@preact/signals";
import type { Container } from "@quayside/core/model/container.ts";
import type { PanelApi } from "@quayside/core/panel/methods.ts";
import type { ComponentType } from "preact";
import type { PanelState } from "../app/panel-state.ts";
import type { ContainerActions } from "../containers/container-actions.ts";
import type { ChartLibrary } from "../stats/charts/chart-library.ts";
import type { DetailsModel } from "./details-model.ts";
import type { Followed } from "./followed.ts";

/** What the page gives to its tabs and sections: whoever adds one needs to know nothing else of it. */
export interface Page {
  readonly api: PanelApi;
  /** Whether the container is there, and whether its host answers. */
  readonly followed: ReadonlySignal<Followed>;
  /** Epoch milliseconds, at this moment. */
  readonly clock: () => number;
  /** What draws charts; it is loaded when the first is shown. */
  readonly charts: () => Promise<ChartLibrary>;
  /** Whether the home opens files in editors of its own. */
  readonly opensFiles: boolean;
  /** Epoch milliseconds; changes when a text on the page has to. */
  readonly now: ReadonlySignal<number>;
  readonly actions: ContainerActions;
  /** What its engine tells of it. */
  readonly details: DetailsModel;
  /** Whether somebody can see the page: what asks again and again stops while nobody does. */
  readonly seen: ReadonlySignal<boolean>;
  /** What the home remembers for this part of the page, whatever the container. */
  remembered(part: string): PanelState;
  /** Brings the tab of this id to the front. */
  show(tab: string): void;
}

export interface PageProps {
  readonly page: Page;
  /** As it is, or as it was last. After it was created anew it is another one. */
  readonly container: Container;
}

export interface PageTab {
  /** The home remembers by it which tab was open. */
  readonly id: string;
  readonly title: string;
  readonly View: ComponentType<PageProps>;
}

export interface OverviewSection {
  readonly id: string;
  /** "whole": over the whole width, above the columns. */
  readonly place: "whole" | "left" | "right";
  readonly View: ComponentType<PageProps>;
}
