import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "./button.tsx";
import { Sheet } from "./sheet.tsx";
import { shared } from "./strings.ts";

interface Props {
  readonly title: string;
  readonly sentences: readonly string[];
  /** The verb, and what it destroys. */
  readonly button: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
  readonly children?: ComponentChildren;
}

/** Asks before something is destroyed; its texts can be shown as they are. The focus is on Cancel: Enter in haste destroys nothing. */
export function ConfirmSheet({ title, sentences, button, onConfirm, onClose, children }: Props) {
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => cancel.current?.focus(), []);
  return (
    <Sheet
      title={title}
      closeLabel={shared.close}
      onClose={onClose}
      footer={
        <>
          <Button buttonRef={cancel} onClick={onClose}>
            {shared.cancel}
          </Button>
          <span class="grow" />
          <Button kind="primary" onClick={onConfirm}>
            {button}
          </Button>
        </>
      }
    >
      {sentences.map((sentence) => (
        <p key={sentence} class="ask">
          {sentence}
        </p>
      ))}
      {children}
    </Sheet>
  );
}
