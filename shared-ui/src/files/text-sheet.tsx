import { useSignal } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { ConfirmSheet } from "../controls/confirm-sheet.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FailureNotice } from "../controls/failure-notice.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { bytes } from "../text/bytes.ts";
import { modeText, ownerText, shownName } from "./facts.ts";
import type { FilesModel } from "./files-model.ts";
import type { OpenFile } from "./open-text.ts";
import { strings } from "./strings.ts";

/** A file's text to read and to change, in a home that has no editors. */
export function TextSheet({ model, opened }: { model: FilesModel; opened: OpenFile }) {
  const { text } = model;
  const area = useRef<HTMLTextAreaElement>(null);
  const leaving = useSignal(false);
  const name = shownName(opened.file.name);
  const changed = text.isChanged.value;
  useLayoutEffect(() => {
    area.current?.focus();
    area.current?.setSelectionRange(0, 0);
  }, []);
  const close = (): void => {
    if (changed) leaving.value = true;
    else text.close();
  };
  const save = async (): Promise<void> => {
    if (changed && (await text.save()) !== undefined) await model.read();
  };
  const notice = model.notice.value;
  return (
    <>
      <Sheet
        title={changed ? `${name} (${strings.unsaved})` : name}
        class="text-sheet"
        closeLabel={strings.close}
        onClose={close}
        footer={
          <>
            <span class="muted small">
              {[modeText(opened.file), shownName(ownerText(opened.file)), bytes(opened.file.size)]
                .filter((fact) => fact !== "")
                .join(" · ")}
            </span>
            <span class="grow" />
            <Button onClick={() => model.download(opened.file)} icon="download">
              {strings.download}
            </Button>
            <Button onClick={close}>{strings.close}</Button>
            {opened.saved === undefined ? null : (
              <Button kind="primary" onClick={() => void save()}>
                {strings.save}
              </Button>
            )}
          </>
        }
      >
        {notice === undefined ? null : (
          <FailureNotice
            {...notice}
            onDismiss={() => {
              model.notice.value = undefined;
            }}
          />
        )}
        {opened.saved === undefined ? (
          <EmptyState icon="file" title={strings.binaryTitle} sentence={strings.binarySentence} />
        ) : (
          <textarea
            class="mono file-text"
            ref={area}
            aria-label={strings.content(name)}
            value={text.typed.value}
            spellcheck={false}
            wrap="off"
            onInput={(event) => {
              text.typed.value = event.currentTarget.value;
            }}
            onKeyDown={(event) => {
              if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
                event.preventDefault();
                event.stopPropagation();
                void save();
              }
            }}
          />
        )}
      </Sheet>
      {leaving.value ? (
        <ConfirmSheet
          title={strings.discardTitle(name)}
          sentences={[strings.discardSentence]}
          button={strings.discard}
          onConfirm={() => text.close()}
          onClose={() => {
            leaving.value = false;
          }}
        />
      ) : null}
    </>
  );
}
