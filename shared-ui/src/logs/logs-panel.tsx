import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { visibleText } from "../text/visible-text.ts";
import { Exports } from "./exports.tsx";
import { FilterBar, FilterFields, NothingPasses } from "./filter-bar.tsx";
import { LogsLoading } from "./loading.tsx";
import { LogList } from "./log-list.tsx";
import { LATEST } from "./log-range.ts";
import { LogStatus } from "./log-status.tsx";
import { LogsHead } from "./logs-head.tsx";
import type { LogsModel } from "./logs-model.ts";
import { RangeMenu } from "./range-menu.tsx";
import { SavedFiltersMenu, SavedFiltersSheet } from "./saved-filters-sheet.tsx";
import { SearchBar } from "./search-bar.tsx";
import { SourceBar } from "./source-bar.tsx";
import { SourceMenu } from "./source-menu.tsx";
import { strings } from "./strings.ts";

/** What stands in the place of the lines while there are none. */
function Blank({ model }: { model: LogsModel }) {
  const stream = model.stream.value;
  const title = visibleText(model.input.value.title);
  if (stream.kind === "failed") {
    return <FailedState error={stream.error} onTryAgain={() => void model.read()} />;
  }
  if (stream.kind === "loading") return <LogsLoading />;
  if (model.range.value.kind !== "latest") {
    return (
      <EmptyState
        icon="clock"
        title={strings.noLinesInRangeTitle}
        sentence={strings.noLinesInRangeSentence}
        actions={<Button onClick={() => model.changeRange(LATEST)}>{strings.allLines}</Button>}
      />
    );
  }
  if (model.clearedAt.value !== undefined) {
    return <EmptyState icon="logs" title={strings.clearedTitle} sentence={strings.clearedSentence} />;
  }
  return <EmptyState icon="logs" title={strings.emptyTitle} sentence={strings.emptySentence(title)} />;
}

/** Notices alone tell why there are no lines; one that says that they can't be read stands for the whole. */
function unreadable(model: LogsModel): string | undefined {
  if (model.window.lines > 0 || model.sources.all.value.length > 1) return undefined;
  for (let index = 0; index < model.window.length; index++) {
    const entry = model.window.at(index);
    if (entry !== undefined && "notice" in entry && entry.notice.kind === "unreadable")
      return visibleText(entry.notice.reason);
  }
  return undefined;
}

function Lines({ model }: { model: LogsModel }) {
  void model.picture.value;
  const reason = unreadable(model);
  if (reason !== undefined) return <EmptyState icon="lock" title={strings.unreadableTitle} sentence={reason} />;
  const wait = model.window.length === 0 || (model.returns && model.stream.value.kind === "loading");
  if (wait) return <Blank model={model} />;
  return model.shown.lines === 0 && model.window.lines > 0 ? (
    <NothingPasses model={model} />
  ) : (
    <LogList model={model} />
  );
}

function NewLines({ model }: { model: LogsModel }) {
  const follow = model.follow.value;
  if (follow.kind === "following") return null;
  return (
    <button type="button" class="pill" onClick={() => model.catchOn()}>
      <Icon name="dn" />
      {strings.newLines(follow.newLines)}
    </button>
  );
}

function Failures({ model }: { model: LogsModel }) {
  void model.picture.value;
  const stream = model.stream.value;
  const copyFailure = model.picks.failure.value;
  return (
    <>
      {stream.kind === "failed" && model.window.length > 0 ? (
        <OutOfDateNotice
          error={stream.error}
          tone="bad"
          outOfDate={strings.outOfDate}
          onTryAgain={() => void model.read()}
        />
      ) : null}
      {copyFailure === undefined ? null : (
        <Notice tone="bad" title={visibleText(copyFailure.title)}>
          <p>{visibleText(copyFailure.sentence)}</p>
        </Notice>
      )}
    </>
  );
}

/** The lines that are shown are of one time, and nothing is followed. */
function PastNotice({ model }: { model: LogsModel }) {
  if (!model.past.value) return null;
  return (
    <Notice
      tone="info"
      title={strings.pastTitle}
      actions={
        <Button small onClick={() => model.toPresent()}>
          {strings.toPresent}
        </Button>
      }
    >
      <p>{strings.pastSentence}</p>
    </Notice>
  );
}

export function LogsPanel({ model }: { model: LogsModel }) {
  const input = useRef<HTMLInputElement>(null);
  // Preact puts the end of other effects off until after a paint, which a page that is left doesn't have.
  useLayoutEffect(() => {
    void model.read();
    model.saved.watch();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (panelKey(event, model, input.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [model]);
  return (
    <main class="panel p-logs">
      <LogsHead model={model} />
      <div class="bar">
        <SourceBar model={model} />
        <FilterBar model={model} />
        <RangeMenu model={model} />
        <SavedFiltersMenu model={model} />
        <SearchBar model={model} input={input} />
      </div>
      <FilterFields model={model} />
      <Failures model={model} />
      <Exports model={model} />
      <PastNotice model={model} />
      <div class="log-frame">
        <Lines model={model} />
        <NewLines model={model} />
      </div>
      <LogStatus model={model} />
      <SourceMenu model={model} />
      {model.saved.open.value ? <SavedFiltersSheet model={model} /> : null}
    </main>
  );
}

/** True when the key was for the panel. */
function panelKey(event: KeyboardEvent, model: LogsModel, input: HTMLInputElement | null): boolean {
  const typing = event.target instanceof HTMLInputElement;
  const control = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (event.key === "F3") model.search.go(event.shiftKey ? -1 : 1);
  else if ((control && key === "f") || (key === "/" && !typing && !control)) {
    input?.focus();
    input?.select();
  } else if (typing) return false;
  else if (control && key === "a") model.picks.all();
  else if (
    control &&
    key === "c" &&
    model.picks.range.value !== undefined &&
    document.getSelection()?.isCollapsed !== false
  )
    void model.picks.copy();
  else if (event.key === "Escape") model.picks.range.value = undefined;
  else return false;
  return true;
}
