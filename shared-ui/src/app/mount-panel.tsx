import type { PanelApi } from "@quayside/core/panel/methods.ts";
import { type ComponentChild, render } from "preact";
import { ContainerModel } from "../container/container-model.ts";
import { ContainerPanel } from "../container/container-panel.tsx";
import { ContainersModel } from "../containers/containers-model.ts";
import { ContainersPanel } from "../containers/containers-panel.tsx";
import { IconSprite } from "../controls/icon-sprite.tsx";
import { EventsModel } from "../events/events-model.ts";
import { EventsPanel } from "../events/events-panel.tsx";
import { FilesModel } from "../files/files-model.ts";
import { FilesPanel } from "../files/files-panel.tsx";
import { HostsModel } from "../hosts/hosts-model.ts";
import { HostsPanel } from "../hosts/hosts-panel.tsx";
import { LogSearchModel } from "../log-search/log-search-model.ts";
import { LogSearchPanel } from "../log-search/log-search-panel.tsx";
import { LogsModel } from "../logs/logs-model.ts";
import { LogsPanel } from "../logs/logs-panel.tsx";
import { Problems } from "../problems/problems.tsx";
import { ProblemsModel } from "../problems/problems-model.ts";
import { Questions } from "../questions/questions.tsx";
import { QuestionsModel } from "../questions/questions-model.ts";
import type { ChartLibrary } from "../stats/charts/chart-library.ts";
import { StatsModel } from "../stats/stats-model.ts";
import { StatsPanel } from "../stats/stats-panel.tsx";
import { TerminalsModel } from "../terminals/terminals-model.ts";
import { TerminalsPanel } from "../terminals/terminals-panel.tsx";
import type { HomeViews } from "./home-views.ts";
import { asksToAdd, containerToShow, filesToShow, type LogsInput, panelInput, terminalToShow } from "./panel-input.ts";
import type { PanelState } from "./panel-state.ts";

export type PanelName =
  | "containers"
  | "container"
  | "logs"
  | "search"
  | "events"
  | "terminals"
  | "files"
  | "hosts"
  | "stats";

/** All that a panel has of the world; it finds nothing by itself. */
export interface PanelWorld {
  readonly panel: PanelName;
  readonly api: PanelApi;
  readonly state: PanelState;
  /** For "logs": `LogsInput`; for "container": `ContainerInput`; for "terminals": `TerminalsInput`, for "files": `FilesInput`, for "hosts": `HostsInput`, or nothing. It may come from a page that was restored, so it is checked. */
  readonly input?: unknown;
  /** The person changed whose lines the logs show: what the home is to show again. */
  readonly onInput?: (input: LogsInput) => void;
  /** Whether this home has a way to add hosts; it has unless told. */
  readonly addsHosts?: boolean;
  /** Whether logins ask in the panels, and what Quayside has to say about itself is told there, as in a home that has no dialogs of its own. */
  readonly asks?: boolean;
  /** Whether the page can hand a file to the person; it can't unless told. */
  readonly downloads?: boolean;
  /** What the home shows of containers by itself; nothing unless told. */
  readonly homeViews?: HomeViews;
  /** Whether Quayside can read files of the person's own computer by their paths; it can unless told. */
  readonly readsFiles?: boolean;
  /** What draws charts, from a file that is loaded when the first is shown. Without it their values stand in tables. */
  readonly charts?: () => Promise<ChartLibrary>;
  /** Whether the home opens files in editors of its own, and has dialogs to take them from the disk and put them there; it hasn't unless told. */
  readonly opensFiles?: boolean;
  /** Whether the home has an editor in which the source of a program can be opened; it hasn't unless told. */
  readonly opensSources?: boolean;
  /** Epoch milliseconds; the machine's clock unless told. */
  readonly now?: () => number;
}

function panelOf(world: PanelWorld): ComponentChild {
  const { panel, api, state, input, addsHosts = true, downloads = false, readsFiles = true, homeViews } = world;
  const { now = Date.now, charts = noCharts, opensFiles = false } = world;
  switch (panel) {
    case "containers":
      return <ContainersPanel model={new ContainersModel(api, state, now, { addsHosts, homeViews })} />;
    case "container":
      return (
        <ContainerPanel
          model={new ContainerModel(api, state, containerToShow(input), { now, homeViews, charts, opensFiles })}
        />
      );
    case "logs":
      return (
        <LogsPanel
          model={
            new LogsModel(api, state, panelInput(input), now, undefined, {
              onInput: world.onInput,
              downloads,
              opensSources: world.opensSources,
            })
          }
        />
      );
    case "search":
      return <LogSearchPanel model={new LogSearchModel(api, state, now)} now={now} />;
    case "events":
      return <EventsPanel model={new EventsModel(api, state, now)} now={now} />;
    case "terminals":
      return <TerminalsPanel model={new TerminalsModel(api, state, terminalToShow(input))} />;
    case "files":
      return <FilesPanel model={new FilesModel(api, state, filesToShow(input), { now, opensFiles })} />;
    case "hosts":
      return <HostsPanel model={new HostsModel(api, state, { now, downloads, readsFiles, add: asksToAdd(input) })} />;
    case "stats":
      return <StatsPanel model={new StatsModel(api, state, { now, charts })} />;
  }
}

const noCharts = (): Promise<ChartLibrary> => Promise.reject(new Error("This home has no charts."));

export interface MountedPanel {
  dispose(): void;
}

/** Draws a panel in `root`, which it fills, until it is disposed of. The theme's style sheet is the home's to load. */
export function mountPanel(root: HTMLElement, world: PanelWorld): MountedPanel {
  // The table draws what fits: it must have a height, whatever the page gives.
  root.classList.add("panel-root");
  render(
    <>
      <IconSprite />
      {world.asks === true ? <Problems model={new ProblemsModel(world.api)} /> : null}
      {panelOf(world)}
      {world.asks === true ? <Questions model={new QuestionsModel(world.api)} /> : null}
    </>,
    root,
  );
  return { dispose: () => render(null, root) };
}
