import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { IconButton } from "./button.tsx";

interface Props {
  readonly title: string;
  readonly closeLabel: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  readonly footer: ComponentChildren;
  readonly class?: string;
  /** Enter in a field of one line. */
  readonly onSubmit?: () => void;
}

/** Enter in these does what it does anyhow, or nothing. */
const notSubmitting: ReadonlySet<string> = new Set(["checkbox", "radio", "file"]);

/** A question at the right edge. The browser's own modal dialog: the rest is inert, Esc closes, focus goes back after. */
export function Sheet({ title, closeLabel, onClose, children, footer, class: extra = "", onSubmit }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      class={`sheet ${extra}`}
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => {
        const { key, target, isComposing, ctrlKey, metaKey } = event;
        // Commands of the home, such as VS Code's palette, work from a sheet too; the panel below hears nothing.
        if (!ctrlKey && !metaKey && !/^F\d+$/.test(key)) event.stopPropagation();
        if (isComposing) return;
        const typed = target instanceof HTMLInputElement && !notSubmitting.has(target.type);
        // Left to the browser, a second Esc closes the dialog without asking anybody.
        if (key === "Escape") onClose();
        else if (key === "Enter" && typed && onSubmit !== undefined) onSubmit();
        else return;
        event.preventDefault();
      }}
    >
      <header>
        <h2 class="grow">{title}</h2>
        <IconButton icon="close" label={closeLabel} onClick={onClose} />
      </header>
      <div class="sheet-body">{children}</div>
      <footer>{footer}</footer>
    </dialog>
  );
}
