import { useSignal } from "@preact/signals";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerRename, OpenRename } from "./container-rename.ts";
import { strings } from "./strings.ts";

interface Props {
  readonly rename: ContainerRename;
  readonly open: OpenRename;
}

/** The name of a container as a field. Enter applies it; Escape, and going elsewhere, leave the name as it is. */
export function RenameField({ rename, open }: Props) {
  const frame = useRef<HTMLSpanElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const { key } = open;
  useLayoutEffect(() => {
    const own = input.current;
    const row = own?.closest<HTMLElement>('[role="row"]');
    own?.focus({ preventScroll: true });
    own?.select();
    // Not on blur: a live update may move the row, which blurs the field without anybody's leaving it.
    const elsewhere = ({ target }: Event): void => {
      if (target instanceof Node && frame.current?.contains(target) !== true) rename.cancel(key);
    };
    document.addEventListener("pointerdown", elsewhere, true);
    document.addEventListener("focusin", elsewhere, true);
    return () => {
      document.removeEventListener("pointerdown", elsewhere, true);
      document.removeEventListener("focusin", elsewhere, true);
      if (document.activeElement === own) row?.focus({ preventScroll: true });
      rename.cancel(key);
    };
  }, [rename, key]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === "Enter") rename.apply();
    else if (event.key === "Escape") rename.cancel(key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const problem = rename.problem.value;
  const problemId = useId();
  return (
    <span class="rename" ref={frame}>
      <input
        type="text"
        ref={input}
        value={open.name}
        aria-label={strings.newName(visibleText(open.container.name))}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : problemId}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => rename.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        // The row's own answers to these are to pick, to open the container, and its menu.
        onClick={(event) => event.stopPropagation()}
        onDblClick={(event) => event.stopPropagation()}
        onContextMenu={(event) => event.stopPropagation()}
      />
      {problem === undefined ? null : <Problem id={problemId} text={problem} frame={frame} />}
    </span>
  );
}

/** Below the field, or above it at the end of the table, where it would be cut. */
function Problem({ id, text, frame }: { id: string; text: string; frame: { readonly current: HTMLElement | null } }) {
  const message = useRef<HTMLSpanElement>(null);
  const above = useSignal(false);
  useLayoutEffect(() => {
    const field = frame.current?.getBoundingClientRect();
    const table = frame.current?.closest(".scroll")?.getBoundingClientRect();
    if (field !== undefined && table !== undefined)
      above.value = field.bottom + (message.current?.offsetHeight ?? 0) > table.bottom;
  });
  return (
    <span class={`rename-problem ${above.value ? "above" : ""}`} id={id} role="alert" ref={message}>
      {text}
    </span>
  );
}
