import type { ComponentType } from "preact";
import { ContainerLoading } from "../container/loading.tsx";
import { strings as container } from "../container/strings.ts";
import { ContainersLoading } from "../containers/loading.tsx";
import { strings as containers } from "../containers/strings.ts";
import { EventsLoading } from "../events/loading.tsx";
import { strings as events } from "../events/strings.ts";
import { FilesLoading } from "../files/loading.tsx";
import { strings as files } from "../files/strings.ts";
import { HostsLoading } from "../hosts/loading.tsx";
import { strings as hosts } from "../hosts/strings.ts";
import { LogSearchLoading } from "../log-search/loading.tsx";
import { strings as search } from "../log-search/strings.ts";
import { LogsLoading } from "../logs/loading.tsx";
import { strings as logs } from "../logs/strings.ts";
import { StatsLoading } from "../stats/loading.tsx";
import { strings as stats } from "../stats/strings.ts";
import { TerminalsLoading } from "../terminals/loading.tsx";
import { strings as terminals } from "../terminals/strings.ts";
import type { PanelName } from "./mount-panel.tsx";

interface Body {
  readonly title: string;
  readonly Loading: ComponentType<{ waitsFor?: string | undefined }>;
  /** Whether a bar with a field stands above it. */
  readonly bar: boolean;
}

const bodies: Readonly<Record<PanelName, Body>> = {
  containers: { title: containers.title, Loading: ContainersLoading, bar: true },
  container: { title: container.title, Loading: ContainerLoading, bar: false },
  logs: { title: logs.title, Loading: LogsLoading, bar: true },
  search: { title: search.title, Loading: LogSearchLoading, bar: true },
  events: { title: events.title, Loading: EventsLoading, bar: true },
  terminals: { title: terminals.title, Loading: TerminalsLoading, bar: false },
  files: { title: files.title, Loading: FilesLoading, bar: true },
  hosts: { title: hosts.title, Loading: HostsLoading, bar: false },
  stats: { title: stats.title, Loading: StatsLoading, bar: true },
};

/** A panel while there is nothing yet that it could ask: it goes over into the panel's own skeleton without a jump. */
export function PanelSkeleton({ panel, waitsFor }: { panel: PanelName; waitsFor: string }) {
  const { title, Loading, bar } = bodies[panel];
  return (
    <main class={`panel p-${panel}`}>
      <header class="head">
        <h1>{title}</h1>
      </header>
      {bar ? (
        <div class="bar">
          <span class="skel skel-field" />
        </div>
      ) : null}
      <Loading waitsFor={waitsFor} />
    </main>
  );
}
