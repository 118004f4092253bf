import { useSignal } from "@preact/signals";
import type { HeldTerminal } from "@quayside/core/model/held-terminal.ts";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { Head } from "./head.tsx";
import { TerminalsLoading } from "./loading.tsx";
import { Picker } from "./picker.tsx";
import { RequestSheet } from "./request-sheet.tsx";
import { Screen } from "./screen.tsx";
import { SearchBar } from "./search-bar.tsx";
import { strings } from "./strings.ts";
import { Tabs } from "./tabs.tsx";
import type { TerminalView } from "./terminal-view.ts";
import type { TerminalsModel } from "./terminals-model.ts";

function Notices({ model }: { model: TerminalsModel }) {
  const failure = model.held.value === undefined ? undefined : model.failure.value;
  const notice = model.notice.value;
  return (
    <>
      {failure === undefined ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.follow()} />
      )}
      {notice === undefined ? null : (
        <FailureNotice
          {...notice}
          onDismiss={() => {
            model.notice.value = undefined;
          }}
        />
      )}
    </>
  );
}

/** What stands in the place of a terminal while there is none. */
function Blank({ model }: { model: TerminalsModel }) {
  const failure = model.failure.value;
  if (model.held.value === undefined)
    return failure === undefined ? (
      <TerminalsLoading />
    ) : (
      <FailedState error={failure} onTryAgain={() => void model.follow()} />
    );
  return (
    <EmptyState
      icon="terminal"
      title={strings.emptyTitle}
      sentence={strings.emptySentence}
      actions={
        <Button
          kind="primary"
          icon="add"
          onClick={() => {
            model.picking.value = true;
          }}
        >
          {strings.newTerminal}
        </Button>
      }
    />
  );
}

interface EndAllProps {
  readonly model: TerminalsModel;
  readonly host: string;
  readonly held: readonly HeldTerminal[];
}

function EndAllSheet({ model, host, held }: EndAllProps) {
  const name = model.hostName(host);
  const terminals = held.filter(({ ref }) => ref.host === host).length;
  return (
    <ConfirmSheet
      title={strings.endAllTitle(terminals, name)}
      sentences={[strings.endAllSentence]}
      button={strings.endAllButton(name)}
      onConfirm={() => void model.endAll(host)}
      onClose={() => {
        model.ending.value = undefined;
      }}
    />
  );
}

export function TerminalsPanel({ model }: { model: TerminalsModel }) {
  const tabs = useRef<HTMLDivElement>(null);
  const view = useRef<TerminalView | undefined>(undefined);
  const selected = useSignal(false);
  useEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  const opened = model.opened.value;
  useEffect(() => {
    // The sheet in which it was chosen has given the focus back to its button.
    if (opened > 0) view.current?.focus();
  }, [opened]);
  const held = model.held.value ?? [];
  const shown = model.shown.value;
  return (
    <main class="panel p-terminals">
      <Head model={model} selected={selected.value} onCopy={() => void model.copy(view.current?.selection ?? "")} />
      {held.length === 0 ? null : <Tabs model={model} held={held} list={tabs} onEnter={() => view.current?.focus()} />}
      <Notices model={model} />
      {shown === undefined || model.search.value.open === 0 ? null : <SearchBar model={model} view={view} />}
      {shown === undefined ? (
        <Blank model={model} />
      ) : (
        <Screen
          key={shown.id}
          model={model}
          terminal={shown}
          name={model.names.value.get(shown.id) ?? ""}
          onView={(current) => {
            view.current = current;
            selected.value = false;
          }}
          onSelect={(some) => {
            selected.value = some;
          }}
          onLeave={() => tabs.current?.querySelector<HTMLElement>("[aria-selected=true]")?.focus()}
        />
      )}
      {model.ending.value === undefined ? null : <EndAllSheet model={model} host={model.ending.value} held={held} />}
      {model.picking.value ? <Picker model={model} /> : null}
      {model.asking.value === undefined ? null : <RequestSheet model={model} asking={model.asking.value} />}
    </main>
  );
}
