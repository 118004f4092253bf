import { useEffect, useRef } from "preact/hooks";
import { IconButton } from "../controls/button.tsx";
import { FieldToggle } from "../controls/field-toggle.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { strings } from "./strings.ts";
import type { TerminalView } from "./terminal-view.ts";
import type { TerminalSearch, TerminalsModel } from "./terminals-model.ts";

interface Props {
  readonly model: TerminalsModel;
  readonly view: { readonly current: TerminalView | undefined };
}

/** Looks for a text in what the terminal shows and has shown. */
export function SearchBar({ model, view }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const { open, text, matchCase, regex, hits } = model.search.value;
  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, [open]);
  const go = (direction: 1 | -1): void => view.current?.search(text, direction, { matchCase, regex });
  const change = (part: Partial<TerminalSearch>): void => {
    model.search.value = { ...model.search.value, ...part };
    const { text: sought, ...options } = model.search.value;
    view.current?.search(sought, 1, options, true);
  };
  const close = (): void => {
    view.current?.endSearch();
    model.search.value = { ...model.search.value, open: 0 };
    view.current?.focus();
  };
  return (
    <search class="terminal-search">
      <SearchField
        label={strings.search}
        placeholder={strings.search}
        value={text}
        inputRef={input}
        onInput={(typed) => change({ text: typed })}
        onKeyDown={(event) => {
          if (event.key === "Enter") go(event.shiftKey ? -1 : 1);
          else if (event.key === "Escape") close();
          else return;
          event.preventDefault();
        }}
      >
        <span class="small muted hits" role="status">
          {text === "" ? "" : hits.count === 0 ? strings.noHits : strings.hitOf(hits.index, hits.count)}
        </span>
        <IconButton icon="up" label={strings.previousHit} class="in-field" onClick={() => go(-1)} />
        <IconButton icon="dn" label={strings.nextHit} class="in-field" onClick={() => go(1)} />
        <FieldToggle
          label={strings.matchCase}
          text="Aa"
          on={matchCase}
          onToggle={() => change({ matchCase: !matchCase })}
        />
        <FieldToggle label={strings.regex} text=".*" on={regex} onToggle={() => change({ regex: !regex })} />
      </SearchField>
      <IconButton icon="close" label={strings.closeSearch} onClick={close} />
    </search>
  );
}
