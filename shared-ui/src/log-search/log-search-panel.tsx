import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { readBytes, searchedOf } from "./counts.ts";
import type { LogSearchModel } from "./log-search-model.ts";
import { Notices } from "./notices.tsx";
import { Results } from "./results.tsx";
import { ScopeSheet } from "./scope-sheet.tsx";
import { ScopeBar, SearchBar } from "./search-bar.tsx";
import { strings } from "./strings.ts";

function Progress({ model }: { model: LogSearchModel }) {
  const { done, total, bytes } = model.progress.value;
  if (model.state.value.kind !== "searching") return <div class="search-progress" />;
  return (
    <div class="search-progress">
      <progress
        aria-label={strings.progress}
        aria-valuetext={strings.progressText(done, total, bytes)}
        {...(total === 0 ? {} : { value: done, max: total })}
      />
    </div>
  );
}

/** What stands in the place of the hits while there are none. */
function Blank({ model }: { model: LogSearchModel }) {
  const state = model.state.value;
  const { total, bytes } = model.progress.value;
  switch (state.kind) {
    case "idle":
      return <EmptyState icon="search" title={strings.idleTitle} sentence={strings.idleSentence} />;
    case "searching":
      return <EmptyState icon="search" title={strings.searchingTitle} sentence={strings.searchingSentence} />;
    case "failed":
      return <FailedState error={state.error} onTryAgain={() => void model.search()} />;
    default:
      return total === 0 ? (
        <EmptyState icon="container" title={strings.noContainersTitle} sentence={strings.noContainersSentence} />
      ) : (
        <EmptyState
          icon="search"
          title={state.kind === "stopped" ? strings.stopped : strings.nothingTitle}
          sentence={strings.nothingSentence(
            searchedOf(model.list.containers),
            Math.max(bytes, readBytes(model.list.containers)),
          )}
          actions={
            model.rests.length === 0 ? undefined : (
              <Button onClick={() => void model.further()}>{strings.further}</Button>
            )
          }
        />
      );
  }
}

function Status({ model }: { model: LogSearchModel }) {
  void model.rows.value;
  const state = model.state.value;
  const { done, total, bytes } = model.progress.value;
  const long = [...model.list.containers].reduce((sum, { longLines }) => sum + longLines, 0);
  if (state.kind === "idle") return <footer class="status" />;
  return (
    <footer class="status">
      <span role="status">{strings.status(model.list.length, model.list.groups)}</span>
      <span class="t">
        {state.kind === "searching"
          ? strings.progressText(done, total, bytes)
          : strings.searched(searchedOf(model.list.containers), readBytes(model.list.containers))}
      </span>
      {long === 0 ? null : <span class="t hide-760">{strings.longLines(long)}</span>}
      <span class="grow" />
      <span class="hide-560">{strings.localTime}</span>
      <span role="status">
        {state.kind === "stopped" ? strings.stopped : state.kind === "finished" ? strings.finished : ""}
      </span>
    </footer>
  );
}

export function LogSearchPanel({ model, now }: { model: LogSearchModel; now: () => number }) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    model.watch();
    return () => model.dispose();
  }, [model]);
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
    const onKey = (event: KeyboardEvent): void => {
      if (panelKey(event, model, input.current)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [model]);
  const failed = model.state.value;
  return (
    <main class="panel p-search">
      <header class="head">
        <h1>{strings.title}</h1>
        <span class="sum t">{strings.of}</span>
      </header>
      <SearchBar model={model} input={input} />
      <ScopeBar model={model} />
      <Progress model={model} />
      <Notices model={model} />
      {model.rows.value.length === 0 ? <Blank model={model} /> : <Results model={model} now={now} />}
      {failed.kind === "failed" && model.rows.value.length > 0 ? (
        <p class="search-failed" role="alert">
          {failed.error.title}
        </p>
      ) : null}
      <Status model={model} />
      {model.choosing.value ? <ScopeSheet model={model} /> : null}
    </main>
  );
}

/** True when the key was for the panel. */
function panelKey(event: KeyboardEvent, model: LogSearchModel, input: HTMLInputElement | null): boolean {
  const typing = event.target instanceof HTMLInputElement;
  const control = event.ctrlKey || event.metaKey;
  if (event.key === "F4") void model.jump(event.shiftKey ? -1 : 1);
  else if ((control && event.key.toLowerCase() === "f") || (event.key === "/" && !typing && !control)) {
    input?.focus();
    input?.select();
  } else if (event.key === "Escape" && !typing) model.stop();
  else return false;
  return true;
}
