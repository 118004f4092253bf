import { useSignal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { errorInfo } from "@quayside/core/panel/panel-error.ts";
import { useEffect } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Notice } from "../controls/notice.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { TextField } from "../controls/text-field.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = strings.exportFile;
  link.click();
  URL.revokeObjectURL(url);
}

export function ExportSheet({ model }: { model: HostsModel }) {
  const text = useSignal<string | undefined>(undefined);
  const failure = useSignal<ErrorInfo | undefined>(undefined);
  const copied = useSignal(false);
  useEffect(() => {
    model.actions.exportHosts().then(
      (hosts) => {
        text.value = hosts;
      },
      (error: unknown) => {
        failure.value = errorInfo(error);
      },
    );
  }, [model, text, failure]);
  const close = (): void => {
    model.transfer.value = undefined;
  };
  const given = text.value ?? "";
  return (
    <Sheet
      title={strings.exportTitle}
      closeLabel={shared.close}
      onClose={close}
      footer={
        <>
          <Button
            kind="primary"
            icon="copy"
            reason={given === "" ? strings.loading : undefined}
            onClick={() => {
              void model.actions.copy(given).then(() => {
                copied.value = true;
              });
            }}
          >
            {copied.value ? strings.copied : strings.copy}
          </Button>
          {model.downloads ? (
            <Button icon="download" reason={given === "" ? strings.loading : undefined} onClick={() => download(given)}>
              {strings.download}
            </Button>
          ) : null}
          <span class="grow" />
          <Button onClick={close}>{strings.done}</Button>
        </>
      }
    >
      <p>{strings.exportSentence}</p>
      {failure.value === undefined ? (
        <TextField label={strings.exportText} value={given} lines={18} mono readOnly onInput={() => {}} />
      ) : (
        <Notice tone="bad" title={visibleText(failure.value.title)}>
          <p>{visibleText(failure.value.sentence)}</p>
          <p class="muted">{visibleText(failure.value.hint)}</p>
        </Notice>
      )}
    </Sheet>
  );
}
