import { useId } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { FieldToggle } from "../controls/field-toggle.tsx";
import { Icon } from "../controls/icon.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { levelCounts } from "./level-counts.ts";
import { levelChoices, NO_FILTER, streamChoices, withoutField } from "./line-filter.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

const CHIP_CHARACTERS = 60;

function levelEntries(model: LogsModel): readonly (readonly MenuEntry[])[] {
  const { levels } = model.filter.asked.value;
  const counts = levelCounts(model.window.slice(0, model.window.length));
  const entries = levelChoices.map(
    (level): MenuEntry => ({
      id: level,
      label: strings.levelCount(strings.levels[level], counts.get(level) ?? 0),
      checked: levels.includes(level),
    }),
  );
  return [[{ id: "all", label: strings.allLevels, checked: levels.length === 0 }], entries];
}

/** Which lines are shown: by level, by stream and by text. */
export function FilterBar({ model }: { model: LogsModel }) {
  const { levels, stream, text, expression, matchCase, marksOnly } = model.filter.asked.value;
  const error = model.filter.error.value;
  const said = useId();
  const levelText = strings.levelsShown(levels.map((level) => strings.levels[level]));
  const pickLevel = (id: string): void => {
    const choice = levelChoices.find((level) => level === id);
    if (choice === undefined) model.changeFilter({ levels: [] });
    else model.changeFilter({ levels: levelChoices.filter((level) => levels.includes(level) !== (level === choice)) });
  };
  return (
    <>
      <DropDown
        label={strings.labelled(strings.level, levelText)}
        groups={() => levelEntries(model)}
        onPick={pickLevel}
        set={levels.length > 0}
      >
        {levelText}
      </DropDown>
      <DropDown
        label={strings.labelled(strings.stream, strings.streams[stream])}
        groups={[
          streamChoices.map(
            (choice): MenuEntry => ({ id: choice, label: strings.streams[choice], checked: choice === stream }),
          ),
        ]}
        onPick={(id) => model.changeFilter({ stream: streamChoices.find((choice) => choice === id) ?? "all" })}
        set={stream !== "all"}
      >
        {strings.streams[stream]}
      </DropDown>
      <div class={`field grow ${error === undefined ? "" : "wrong"}`}>
        <Icon name="filter" />
        <input
          type="text"
          aria-label={strings.filter}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : said}
          title={expression ? undefined : strings.filterHelp}
          placeholder={expression ? strings.filterExpression : strings.filterWords}
          value={text}
          spellcheck={false}
          autocomplete="off"
          onInput={(event) => model.changeFilter({ text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== "Escape" || text === "") return;
            event.preventDefault();
            model.changeFilter({ text: "" });
          }}
        />
        {text === "" ? null : (
          <IconButton
            icon="close"
            label={strings.clearFilterText}
            class="in-field"
            onClick={() => model.changeFilter({ text: "" })}
          />
        )}
        <IconButton
          icon="eye"
          label={strings.marksOnly}
          class="in-field"
          pressed={marksOnly}
          onClick={() => model.changeFilter({ marksOnly: !marksOnly })}
        />
        <FieldToggle
          label={strings.filterMatchCase}
          text="Aa"
          on={matchCase}
          onToggle={() => model.changeFilter({ matchCase: !matchCase })}
        />
        <FieldToggle
          label={strings.expression}
          text=".*"
          on={expression}
          onToggle={() => model.changeFilter({ expression: !expression })}
        />
        {error === undefined ? null : (
          <p class="field-said" id={said} role="alert">
            {expression ? null : <WrongPlace text={text} start={error.start} end={error.end} />}
            {strings.filterErrors[error.reason]}
          </p>
        )}
      </div>
    </>
  );
}

/** The part of the text that is wrong, with a little of what is around it. */
function WrongPlace({ text, start, end }: { text: string; start: number; end: number }) {
  const from = Math.max(0, start - 24);
  return (
    <code class="wrong-place">
      {from > 0 ? "…" : ""}
      {visibleText(text.slice(from, start))}
      <mark>{visibleText(text.slice(start, Math.max(end, start + 1))) || " "}</mark>
      {visibleText(text.slice(end, end + 24))}
    </code>
  );
}

/** The values of fields that were clicked into the filter. */
export function FilterFields({ model }: { model: LogsModel }) {
  const filter = model.filter.asked.value;
  if (filter.fields.length === 0) return null;
  return (
    <div class="bar field-values">
      {filter.fields.map((field) => {
        const [name, value] = [visibleText(field.name), visibleText(field.value)];
        return (
          <button
            type="button"
            class="tag"
            key={JSON.stringify([field.name, field.value])}
            title={strings.withoutField(name, value)}
            aria-label={strings.withoutField(name, value)}
            onClick={() => model.changeFilter(withoutField(filter, field))}
          >
            <bdi class="t">{`${shortened(name, CHIP_CHARACTERS)} ${field.not === true ? "≠" : "="} ${shortened(value, CHIP_CHARACTERS)}`}</bdi>
            <Icon name="close" />
          </button>
        );
      })}
    </div>
  );
}

/** Stands where the filter lets nothing through. */
export function NothingPasses({ model }: { model: LogsModel }) {
  return (
    <EmptyState
      icon="filter"
      title={strings.nothingPassesTitle}
      sentence={strings.nothingPassesSentence(model.window.lines)}
      actions={
        <Button kind="primary" onClick={() => model.changeFilter(NO_FILTER)}>
          {strings.showAllLines}
        </Button>
      }
    />
  );
}
