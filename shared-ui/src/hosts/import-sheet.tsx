import { useSignal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import type { ImportReport } from "@quayside/core/model/new-host.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { useId } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

function Report({ report: { added, skipped } }: { report: ImportReport }) {
  return (
    <div role="status" class="report">
      <h3>{strings.imported(added.length)}</h3>
      <ul>
        {added.map((name) => (
          <li key={name}>
            <bdi>{visibleText(name)}</bdi>
          </li>
        ))}
      </ul>
      {skipped.length === 0 ? null : (
        <>
          <h3>{strings.skipped(skipped.length)}</h3>
          <ul>
            {skipped.map(({ name, reason }, index) => (
              <li key={`${index} ${name}`}>
                <bdi>{visibleText(name)}</bdi> <span class="muted">{visibleText(reason)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

export function ImportSheet({ model }: { model: HostsModel }) {
  const file = useId();
  const text = useSignal("");
  const report = useSignal<ImportReport | undefined>(undefined);
  const failure = useSignal<Pick<ErrorInfo, "title" | "sentence" | "hint"> | undefined>(undefined);
  const close = (): void => {
    model.transfer.value = undefined;
  };
  const read = async (chosen: File | undefined): Promise<void> => {
    try {
      if (chosen !== undefined) text.value = await chosen.text();
      failure.value = undefined;
    } catch (error) {
      failure.value = { ...errorInfo(error), title: strings.fileUnreadable };
    }
  };
  const run = async (): Promise<void> => {
    try {
      failure.value = undefined;
      report.value = await model.actions.importHosts(text.value);
    } catch (error) {
      failure.value = errorInfo(error);
    }
  };
  const done = report.value !== undefined;
  return (
    <Sheet
      title={strings.importTitle}
      closeLabel={shared.close}
      onClose={close}
      footer={
        done ? (
          <Button kind="primary" onClick={close}>
            {strings.done}
          </Button>
        ) : (
          <>
            <Button
              kind="primary"
              reason={text.value.trim() === "" ? strings.importNothing : undefined}
              onClick={() => void run()}
            >
              {strings.importButton}
            </Button>
            <span class="grow" />
            <Button onClick={close}>{shared.cancel}</Button>
          </>
        )
      }
    >
      {report.value === undefined ? (
        <>
          <p>{strings.importSentence}</p>
          <div class="entry">
            <label for={file}>{strings.importFile}</label>
            <input
              id={file}
              type="file"
              accept=".json,application/json"
              onChange={(event) => void read(event.currentTarget.files?.[0])}
            />
          </div>
          <TextField
            label={strings.importText}
            value={text.value}
            lines={10}
            mono
            onInput={(value) => {
              text.value = value;
            }}
          />
          {failure.value === undefined ? null : (
            <Notice tone="bad" title={strings.importFailed}>
              <p>{visibleText(failure.value.sentence)}</p>
              <p class="muted">{visibleText(failure.value.hint)}</p>
            </Notice>
          )}
        </>
      ) : (
        <Report report={report.value} />
      )}
    </Sheet>
  );
}
