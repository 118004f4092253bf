import { useSignal } from "@preact/signals";
import { fileNameProblem } from "@quayside/core/model/file-path.ts";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { FilesModel } from "./files-model.ts";

interface Props {
  readonly model: FilesModel;
  readonly label: string;
  /** The present name; "" of what is new. */
  readonly name: string;
}

/** A name as a field. Enter applies it; Escape, and going elsewhere, leave all as it is. */
export function NameField({ model, label, name }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(name);
  const told = useSignal<string | undefined>(undefined);
  const applying = useSignal(false);
  const problemId = useId();
  useLayoutEffect(() => {
    const own = input.current;
    own?.focus();
    // What people change is most often all but the ending.
    const dot = name.lastIndexOf(".");
    own?.setSelectionRange(0, dot > 0 ? dot : name.length);
  }, [name]);
  const cancel = (): void => {
    if (!applying.value) model.naming.value = undefined;
  };
  const apply = async (): Promise<void> => {
    const problem = fileNameProblem(text.value);
    told.value = problem;
    if (problem !== undefined || applying.value) return;
    applying.value = true;
    const done = await model.name(text.value);
    applying.value = false;
    if (done) model.naming.value = undefined;
    else input.current?.focus();
  };
  const problem = told.value;
  return (
    <span class="rename">
      <input
        type="text"
        ref={input}
        value={text.value}
        aria-label={label}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : problemId}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => {
          text.value = event.currentTarget.value;
          told.value = undefined;
        }}
        onBlur={cancel}
        onClick={(event) => event.stopPropagation()}
        onDblClick={(event) => event.stopPropagation()}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.isComposing) return;
          if (event.key === "Enter") void apply();
          else if (event.key === "Escape") cancel();
          else return;
          event.preventDefault();
        }}
      />
      {problem === undefined ? null : (
        <span class="rename-problem" id={problemId} role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
