import type { RefObject } from "preact";
import { IconButton } from "../controls/button.tsx";
import { FieldToggle } from "../controls/field-toggle.tsx";
import { SearchField } from "../controls/search-field.tsx";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

export function SearchBar({ model, input }: { model: LogsModel; input: RefObject<HTMLInputElement | null> }) {
  const { search } = model;
  const { text, matchCase } = search.query.value;
  const total = search.hits.value.length;
  return (
    <SearchField
      label={strings.search}
      placeholder={strings.search}
      value={text}
      inputRef={input}
      onInput={(value) => model.change({ search: value })}
      onKeyDown={(event) => {
        if (event.key === "Enter") search.go(event.shiftKey ? -1 : 1);
        else if (event.key === "Escape") model.change({ search: "" });
        else return;
        event.preventDefault();
      }}
    >
      <span class="small muted hits" role="status">
        {text === "" ? "" : total === 0 ? strings.noHits : strings.hitOf(search.index() + 1, total)}
      </span>
      <IconButton icon="up" label={strings.previousHit} class="in-field" onClick={() => search.go(-1)} />
      <IconButton icon="dn" label={strings.nextHit} class="in-field" onClick={() => search.go(1)} />
      <FieldToggle
        label={strings.matchCase}
        text="Aa"
        on={matchCase}
        onToggle={() => model.change({ matchCase: !matchCase })}
      />
    </SearchField>
  );
}
