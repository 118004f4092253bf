import { useSignalEffect } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { visibleText } from "../text/visible-text.ts";
import { ConsumersTable } from "./consumers-table.tsx";
import { DiskSection } from "./disk-section.tsx";
import { StatsLoading } from "./loading.tsx";
import { RecordingLine } from "./recording-line.tsx";
import { ScopeBar } from "./scope-bar.tsx";
import type { StatsModel } from "./stats-model.ts";
import { StatsNotices } from "./stats-notices.tsx";
import { strings } from "./strings.ts";
import { UseSection } from "./use-section.tsx";

export function StatsPanel({ model }: { model: StatsModel }) {
  useEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    const onVisibility = (): void => model.use.show(document.visibilityState === "visible");
    onVisibility();
    document.addEventListener("visibilitychange", onVisibility);
    // Gaps and what has become too old are seen though nothing comes.
    const clock = setInterval(() => model.use.tick(), 1_000);
    return () => {
      document.removeEventListener("visibilitychange", onVisibility);
      clearInterval(clock);
    };
  }, [model]);
  useSignalEffect(() => {
    if (model.use.updates.value !== undefined) model.smooth();
  });
  const inventory = model.inventory.value;
  const failure = model.failure.value;
  return (
    <main class="panel p-stats">
      <header class="head">
        <h1>{strings.title}</h1>
      </header>
      {inventory === undefined || inventory.hosts.size === 0 ? null : <ScopeBar model={model} inventory={inventory} />}
      {inventory === undefined || failure === undefined ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.follow()} />
      )}
      {inventory !== undefined ? (
        <Body model={model} inventory={inventory} />
      ) : failure === undefined ? (
        <StatsLoading />
      ) : (
        <FailedState error={failure} onTryAgain={() => void model.follow()} />
      )}
    </main>
  );
}

function Body({ model, inventory }: { model: StatsModel; inventory: Inventory }) {
  const scope = model.scope.value;
  if (inventory.hosts.size === 0)
    return <EmptyState icon="pulse" title={strings.noHosts} sentence={strings.noHostsSentence} />;
  const host = scope.kind === "all" ? undefined : inventory.hosts.get(scope.host);
  const hostName = visibleText(host?.name ?? (scope.kind === "all" ? "" : scope.host));
  const what = whatOf(model, hostName);
  const machine = host?.state.kind === "online" ? host.state.machine : undefined;
  const nothing = model.alive.value.length === 0 && model.use.picture.value.points.length === 0;
  const isAway = host?.state.kind === "unreachable";
  const one = scope.kind === "container";
  const none = one
    ? strings.notRunning(visibleText(scope.name))
    : scope.kind === "all"
      ? strings.nothingRunsAnywhere
      : strings.nothingRuns(what);
  return (
    <div class="scroll stats-body">
      <StatsNotices model={model} inventory={inventory} />
      {nothing && !isAway ? (
        <EmptyState
          icon="pulse"
          title={none}
          sentence={one ? strings.notRunningSentence : strings.nothingRunsSentence}
        />
      ) : (
        <UseSection
          use={model.use}
          charts={model.charts}
          title={strings.use}
          what={what}
          cores={machine?.cpus}
          note={model.alive.value.length === 0 && !isAway ? none : undefined}
          onChange={() => model.save()}
          after={
            <RecordingLine
              recording={model.recording}
              host={scope.kind === "all" ? undefined : scope.host}
              hostName={hostName}
            />
          }
        />
      )}
      <div class="stats-below">
        {model.alive.value.length === 0 || one ? null : <ConsumersTable model={model} inventory={inventory} />}
        {scope.kind === "host" ? (
          <DiskSection
            disk={model.disk}
            charts={model.charts}
            host={hostName}
            now={model.use.now.value}
            reason={host?.state.kind === "online" ? undefined : strings.hostAway(hostName)}
          />
        ) : null}
      </div>
    </div>
  );
}

function whatOf(model: StatsModel, hostName: string): string {
  const scope = model.scope.value;
  switch (scope.kind) {
    case "all":
      return strings.everything;
    case "host":
      return hostName;
    case "stack":
      return strings.onHost(visibleText(scope.stack), hostName);
    case "container":
      return strings.onHost(visibleText(scope.name), hostName);
  }
}
