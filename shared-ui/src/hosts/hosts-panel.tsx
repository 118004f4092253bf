import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { Cards } from "./cards.tsx";
import { ExportSheet } from "./export-sheet.tsx";
import { FormSheet } from "./form-sheet.tsx";
import { FoundList } from "./found-list.tsx";
import { Head } from "./head.tsx";
import { factsChangeIn } from "./host-facts.ts";
import { HostQuestionSheet } from "./host-question.tsx";
import type { HostsModel } from "./hosts-model.ts";
import { ImportSheet } from "./import-sheet.tsx";
import { HostsLoading } from "./loading.tsx";
import { strings } from "./strings.ts";
import { useKeptTop } from "./use-kept-top.ts";

function Notices({ model }: { model: HostsModel }) {
  const { notice } = model.actions;
  const failure = model.inventory.value === undefined ? undefined : model.failure.value;
  return (
    <>
      {failure === undefined ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.follow()} />
      )}
      {notice.value === undefined ? null : (
        <FailureNotice
          {...notice.value}
          onDismiss={() => {
            notice.value = undefined;
          }}
        />
      )}
    </>
  );
}

function NoHosts({ model }: { model: HostsModel }) {
  return (
    <div class="scroll hosts-scroll">
      <EmptyState
        icon="host"
        title={strings.emptyTitle}
        sentence={strings.emptySentence}
        actions={
          <>
            <Button kind="primary" icon="add" onClick={() => model.addHost()}>
              {strings.addHost}
            </Button>
            <Button
              onClick={() => {
                model.transfer.value = "import";
              }}
            >
              {strings.import}
            </Button>
          </>
        }
      />
      <FoundList model={model} />
    </div>
  );
}

function Added({ model }: { model: HostsModel }) {
  const scroller = useRef<HTMLDivElement>(null);
  useKeptTop(scroller, model);
  return (
    <div class="scroll hosts-scroll" ref={scroller}>
      <Cards model={model} />
      <FoundList model={model} />
    </div>
  );
}

/** Ticks when, and only when, a text of a card has to change. */
function useTextClock(model: HostsModel): void {
  const wait = factsChangeIn(model.hosts.value, model.now.value);
  useEffect(() => {
    const timer = setTimeout(() => model.tick(), wait);
    return () => clearTimeout(timer);
  });
}

export function HostsPanel({ model }: { model: HostsModel }) {
  // Preact puts the end of other effects off until after a paint, which a page that is left doesn't have.
  useLayoutEffect(() => {
    void model.follow();
    return () => model.dispose();
  }, [model]);
  useTextClock(model);
  const inventory = model.inventory.value;
  const failure = model.failure.value;
  const form = model.form.value;
  const question = model.question.value;
  return (
    <main class={`panel p-hosts ${form === undefined ? "" : "with-form"}`}>
      <Head model={model} />
      <Notices model={model} />
      {inventory === undefined ? (
        failure === undefined ? (
          <HostsLoading />
        ) : (
          <FailedState error={failure} onTryAgain={() => void model.follow()} />
        )
      ) : inventory.hosts.size === 0 ? (
        <NoHosts model={model} />
      ) : (
        <Added model={model} />
      )}
      {form === undefined ? null : <FormSheet model={model} form={form} />}
      {question === undefined ? null : <HostQuestionSheet model={model} question={question} />}
      {model.transfer.value === "import" ? <ImportSheet model={model} /> : null}
      {model.transfer.value === "export" ? <ExportSheet model={model} /> : null}
    </main>
  );
}
