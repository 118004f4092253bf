import type { RefObject } from "preact";
import { Button, IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { FieldToggle } from "../controls/field-toggle.tsx";
import { Icon } from "../controls/icon.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogSearchModel } from "./log-search-model.ts";
import { placeName } from "./scope-choices.ts";
import { canSearch, rangeChoices, type SearchForm, searchLevels } from "./search-form.ts";
import { strings } from "./strings.ts";

const NAME = 40;

function Recent({ model }: { model: LogSearchModel }) {
  const recent = model.recent.value;
  if (recent.length === 0) return null;
  const entries = recent.map(
    (text, index): MenuEntry => ({ id: String(index), label: visibleText(shortened(text, NAME)) }),
  );
  return (
    <DropDown
      label={strings.recent}
      bare
      class="in-field"
      align="right"
      groups={[entries, [{ id: "forget", label: strings.forgetRecent, icon: "trash" }]]}
      onPick={(id) => {
        if (id === "forget") return model.forgetRecent();
        model.change({ text: recent[Number(id)] ?? "" });
        void model.search();
      }}
    >
      <Icon name="clock" />
    </DropDown>
  );
}

/** What is searched for. */
export function SearchBar({ model, input }: { model: LogSearchModel; input: RefObject<HTMLInputElement | null> }) {
  const form = model.form.value;
  const searching = model.state.value.kind === "searching";
  const change = (changed: Partial<SearchForm>): void => model.change(changed);
  return (
    <div class="bar">
      <SearchField
        label={strings.field}
        placeholder={form.expression ? strings.placeholderExpression : strings.placeholder}
        value={form.text}
        inputRef={input}
        onInput={(text) => change({ text })}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Enter") void model.search();
          else if (event.key === "Escape" && searching) model.stop();
          else if (event.key === "ArrowDown" && model.rows.value.length > 0) {
            event.currentTarget instanceof Element &&
              event.currentTarget.closest("main")?.querySelector<HTMLElement>(".hits-list")?.focus();
            if (model.active.value === undefined) model.move(1);
          } else return;
          event.preventDefault();
        }}
      >
        {form.text === "" ? null : (
          <IconButton icon="close" label={strings.clear} class="in-field" onClick={() => change({ text: "" })} />
        )}
        <Recent model={model} />
        <FieldToggle
          label={strings.matchCase}
          text="Aa"
          on={form.matchCase}
          onToggle={() => change({ matchCase: !form.matchCase })}
        />
        <IconButton
          icon="word"
          label={strings.wholeWord}
          class="in-field"
          pressed={form.wholeWord}
          onClick={() => change({ wholeWord: !form.wholeWord })}
        />
        <FieldToggle
          label={strings.expression}
          text=".*"
          on={form.expression}
          onToggle={() => change({ expression: !form.expression })}
        />
      </SearchField>
      {searching ? (
        <Button icon="stop" onClick={() => model.stop()}>
          {strings.stop}
        </Button>
      ) : (
        <Button
          kind="primary"
          reason={canSearch(form) ? undefined : strings.placeholder}
          onClick={() => void model.search()}
        >
          {strings.search}
        </Button>
      )}
    </div>
  );
}

/** Which of what there is. */
export function ScopeBar({ model }: { model: LogSearchModel }) {
  const form = model.form.value;
  const levelName = (level: string): string => (level === "unknown" ? strings.noLevel : level);
  const levelText = strings.levelsShown(form.levels.map(levelName));
  const inventory = model.inventory.value;
  const names = form.places.map((place) => shortened(visibleText(placeName(place, inventory)), NAME));
  return (
    <div class="bar scope-bar">
      <DropDown
        label={strings.labelled(strings.level, levelText)}
        groups={[
          [{ id: "all", label: strings.allLevels, checked: form.levels.length === 0 }],
          searchLevels.map(
            (level): MenuEntry => ({ id: level, label: levelName(level), checked: form.levels.includes(level) }),
          ),
        ]}
        onPick={(id) => {
          const picked = searchLevels.find((level) => level === id);
          const levels =
            picked === undefined
              ? []
              : searchLevels.filter((level) => form.levels.includes(level) !== (level === picked));
          model.change({ levels });
        }}
        set={form.levels.length > 0}
      >
        {levelText}
      </DropDown>
      <DropDown
        label={strings.labelled(strings.range, strings.ranges[form.range])}
        groups={[
          rangeChoices.map(
            (range): MenuEntry => ({ id: range, label: strings.ranges[range], checked: range === form.range }),
          ),
        ]}
        onPick={(id) => model.change({ range: rangeChoices.find((range) => range === id) ?? "all" })}
        set={form.range !== "all"}
      >
        {strings.ranges[form.range]}
      </DropDown>
      {form.range === "between" ? (
        <>
          <TimeField label={strings.from} value={form.from} onInput={(from) => model.change({ from })} />
          <TimeField label={strings.to} value={form.to} onInput={(to) => model.change({ to })} />
        </>
      ) : null}
      <Button
        class={names.length > 0 ? "set" : ""}
        icon="container"
        title={names.join(", ")}
        onClick={() => {
          model.choosing.value = true;
        }}
      >
        <bdi class="t">{names.length === 0 ? strings.everywhere : strings.scopeShown(names)}</bdi>
      </Button>
      <span class="grow" />
      <DropDown
        label={strings.labelled(strings.order, model.grouped.value ? strings.grouped : strings.inTime)}
        align="right"
        groups={[
          [
            { id: "grouped", label: strings.grouped, checked: model.grouped.value },
            { id: "time", label: strings.inTime, checked: !model.grouped.value },
          ],
        ]}
        onPick={(id) => model.order(id === "grouped")}
      >
        {model.grouped.value ? strings.grouped : strings.inTime}
      </DropDown>
    </div>
  );
}

function TimeField({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  return (
    <label class="time-field">
      <span class="muted small">{label}</span>
      <span class="field">
        <input type="datetime-local" step="1" value={value} onInput={(event) => onInput(event.currentTarget.value)} />
      </span>
    </label>
  );
}
