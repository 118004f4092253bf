import { useSignal } from "@preact/signals";
import type { ErrorInfo } from "@quayside/core/errors/error-info.ts";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

/** Takes a link to a line, which was copied here or elsewhere, and goes there. */
export function LinkSheet({ model, onClose }: { model: LogsModel; onClose: () => void }) {
  const link = useSignal("");
  const failure = useSignal<ErrorInfo | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => input.current?.focus(), []);
  const go = (): void => {
    void model.output.openLink(link.value).then((error) => {
      failure.value = error;
      if (error === undefined) onClose();
    });
  };
  return (
    <Sheet
      title={strings.goToLink}
      closeLabel={shared.close}
      onClose={onClose}
      onSubmit={go}
      footer={
        <>
          <Button onClick={onClose}>{shared.cancel}</Button>
          <span class="grow" />
          <Button kind="primary" reason={link.value.trim() === "" ? strings.noLink : undefined} onClick={go}>
            {strings.go}
          </Button>
        </>
      }
    >
      <label class="range-field">
        <span>{strings.link}</span>
        <input
          type="text"
          ref={input}
          value={link.value}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => {
            link.value = event.currentTarget.value;
          }}
        />
      </label>
      {failure.value === undefined ? null : (
        <p class="ask bad" role="alert">
          {visibleText(`${failure.value.title}. ${failure.value.hint}`)}
        </p>
      )}
    </Sheet>
  );
}
