import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { shared } from "../controls/strings.ts";
import { EventList } from "./event-list.tsx";
import { isFiltered } from "./events-form.ts";
import type { EventsModel } from "./events-model.ts";
import { FilterBar } from "./filter-bar.tsx";
import { EventsLoading } from "./loading.tsx";
import { strings } from "./strings.ts";

export function EventsPanel({ model, now }: { model: EventsModel; now: () => number }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    model.watch();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLInputElement;
      const control = event.ctrlKey || event.metaKey;
      if (!(control && event.key.toLowerCase() === "f") && !(event.key === "/" && !typing && !control)) return;
      input.current?.focus();
      input.current?.select();
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const any = model.count.value > 0;
  return (
    <main class="panel p-events">
      <header class="head">
        <h1>{strings.title}</h1>
        <span class="sum t" role="status">
          {any ? strings.sum(model.count.value, model.older.value !== "none") : ""}
        </span>
        <span class="grow" />
        <DropDown
          label={strings.export}
          bare
          align="right"
          groups={[
            [
              { id: "json", label: strings.exportJson, icon: "download" },
              { id: "csv", label: strings.exportCsv, icon: "download" },
            ],
          ]}
          onPick={(id) => void model.export(id === "csv" ? "csv" : "json")}
        >
          <Icon name="download" />
        </DropDown>
      </header>
      <FilterBar model={model} input={input} />
      <Lost model={model} any={any} />
      <Body model={model} any={any} now={now} />
    </main>
  );
}

/** That nothing new comes, above what was read before. */
function Lost({ model, any }: { model: EventsModel; any: boolean }) {
  const state = model.state.value;
  if (state.kind !== "failed" || !any) return null;
  return (
    <Notice
      tone="bad"
      title={state.error.title}
      actions={
        <Button small onClick={() => void model.follow()}>
          {shared.tryAgain}
        </Button>
      }
    >
      <p>{strings.lost}</p>
    </Notice>
  );
}

function Body({ model, any, now }: { model: EventsModel; any: boolean; now: () => number }) {
  const state = model.state.value;
  if (any) return <EventList model={model} now={now} />;
  if (state.kind === "loading") return <EventsLoading />;
  if (state.kind === "failed") return <FailedState error={state.error} onTryAgain={() => void model.follow()} />;
  return isFiltered(model.form.value) ? (
    <EmptyState
      icon="filter"
      title={strings.nothingTitle}
      sentence={strings.nothingSentence}
      actions={<Button onClick={() => model.clear()}>{strings.clearFilters}</Button>}
    />
  ) : (
    <EmptyState icon="clock" title={strings.emptyTitle} sentence={strings.emptySentence} />
  );
}
