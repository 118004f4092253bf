import { useSignal } from "@preact/signals";
import { Button } from "../controls/button.tsx";
import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailedState } from "../controls/failed-state.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { Icon } from "../controls/icon.tsx";
import { Notice } from "../controls/notice.tsx";
import { OutOfDateNotice } from "../controls/out-of-date-notice.tsx";
import { visibleText } from "../text/visible-text.ts";
import { Bar } from "./bar.tsx";
import { FileTable } from "./file-table.tsx";
import type { FilesModel } from "./files-model.ts";
import { FilesLoading } from "./loading.tsx";
import { strings } from "./strings.ts";
import { TextSheet } from "./text-sheet.tsx";

/** The files of one container or volume, in a panel of their own or in another's page. Files can be dropped on it. */
export function FilesView({ model }: { model: FilesModel }) {
  const dropping = useSignal(false);
  const opened = model.text.opened.value;
  const question = model.question.value;
  const put = (): void => {
    model.question.value = undefined;
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button Upload does the same by keys
    <div
      class="files-view"
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes("Files") !== true) return;
        event.preventDefault();
        dropping.value = true;
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          dropping.value = false;
      }}
      onDrop={(event) => {
        dropping.value = false;
        const files = [...(event.dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        void model.transfers.upload(files, model.path.value);
      }}
    >
      <Bar model={model} />
      <Notices model={model} />
      <Body model={model} />
      {dropping.value ? <div class="drop-here">{strings.dropHere}</div> : null}
      {opened === undefined ? null : <TextSheet key={opened.file.path} model={model} opened={opened} />}
      {question === undefined ? null : (
        <ConfirmSheet
          title={visibleText(question.words.title)}
          sentences={[visibleText(question.words.sentence)]}
          button={visibleText(question.words.button)}
          onConfirm={() => {
            put();
            question.run();
          }}
          onClose={() => {
            put();
            question.skip?.();
          }}
        />
      )}
    </div>
  );
}

function Notices({ model }: { model: FilesModel }) {
  const page = model.page.value;
  const failure = page === undefined ? undefined : model.failure.value;
  const notice = model.text.opened.value === undefined ? model.notice.value : undefined;
  const status = model.transfers.status.value;
  return (
    <>
      <div class={status === undefined ? "sr" : "bar transfer"}>
        <span class="muted" role="status">
          {status ?? ""}
        </span>
        {status === undefined ? null : (
          <Button small onClick={() => model.transfers.cancel()}>
            {strings.cancel}
          </Button>
        )}
      </div>
      {failure === undefined ? null : (
        <OutOfDateNotice error={failure} outOfDate={strings.outOfDate} onTryAgain={() => void model.read()} />
      )}
      {notice === undefined ? null : (
        <FailureNotice
          {...notice}
          onDismiss={() => {
            model.notice.value = undefined;
          }}
        />
      )}
      {page?.cut === undefined ? null : (
        <Notice tone="warn" title={strings.cut}>
          <p>{page.cut}</p>
        </Notice>
      )}
      {page?.way !== "archive" ? null : (
        <p class="by-engine muted small">
          <Icon name="info" />
          {strings.byEngine}
        </p>
      )}
    </>
  );
}

function Body({ model }: { model: FilesModel }) {
  const page = model.page.value;
  const failure = model.failure.value;
  if (page === undefined)
    return failure === undefined ? (
      <FilesLoading />
    ) : (
      <FailedState error={failure} onTryAgain={() => void model.read()} />
    );
  if (page.entries.length === 0)
    return <EmptyState icon="folder" title={strings.emptyTitle} sentence={strings.emptySentence} />;
  return <FileTable model={model} />;
}
