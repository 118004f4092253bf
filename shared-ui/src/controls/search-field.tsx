import type { ComponentChildren, RefObject } from "preact";
import { Icon } from "./icon.tsx";

interface Props {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  /** What stands at the right end: a key, hits, buttons. */
  readonly children?: ComponentChildren;
}

export function SearchField({ label, placeholder, value, onInput, onKeyDown, inputRef, children }: Props) {
  return (
    <div class="field grow">
      <Icon name="search" />
      <input
        type="text"
        {...(inputRef === undefined ? {} : { ref: inputRef })}
        aria-label={label}
        placeholder={placeholder}
        value={value}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {children}
    </div>
  );
}
