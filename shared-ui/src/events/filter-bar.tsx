import { eventKinds, eventLevels } from "@quayside/core/model/event.ts";
import type { RefObject } from "preact";
import { IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { rangeChoices } from "./events-form.ts";
import type { EventsModel } from "./events-model.ts";
import { strings } from "./strings.ts";

const NAME = 40;
const levelOrder = [...eventLevels].reverse();

/** Which events are shown. */
export function FilterBar({ model, input }: { model: EventsModel; input: RefObject<HTMLInputElement | null> }) {
  const { text, host, range } = model.form.value;
  const hosts = [...(model.inventory.value?.hosts.values() ?? [])];
  const hostText = host === "" ? strings.allHosts : visibleText(shortened(model.hostName(host), NAME));
  return (
    <div class="bar">
      <SearchField
        label={strings.search}
        placeholder={strings.search}
        value={text}
        inputRef={input}
        onInput={(value) => model.change({ text: value })}
        onKeyDown={(event) => {
          if (event.isComposing) return;
          if (event.key === "Escape" && text !== "") model.change({ text: "" });
          else if (event.key === "ArrowDown")
            (event.target as Element).closest("main")?.querySelector<HTMLElement>("[role=tree]")?.focus();
          else return;
          event.preventDefault();
        }}
      >
        {text === "" ? null : (
          <IconButton
            icon="close"
            label={strings.clear}
            class="in-field"
            onClick={() => {
              model.change({ text: "" });
              input.current?.focus();
            }}
          />
        )}
      </SearchField>
      <DropDown
        label={strings.labelled(strings.host, hostText)}
        groups={() => [
          [{ id: "", label: strings.allHosts, checked: host === "" }],
          hosts.map(({ id, name }): MenuEntry => ({ id, label: visibleText(name), checked: id === host })),
        ]}
        onPick={(id) => model.change({ host: id })}
        set={host !== ""}
      >
        <bdi class="t">{host === "" ? strings.host : hostText}</bdi>
      </DropDown>
      <Several
        model={model}
        field="kinds"
        all={eventKinds}
        names={strings.kinds}
        what={strings.kind}
        none={strings.allKinds}
      />
      <Several
        model={model}
        field="levels"
        all={levelOrder}
        names={strings.levels}
        what={strings.level}
        none={strings.allLevels}
      />
      <DropDown
        label={strings.labelled(strings.range, strings.ranges[range])}
        groups={[rangeChoices.map((id): MenuEntry => ({ id, label: strings.ranges[id], checked: id === range }))]}
        onPick={(id) => model.change({ range: rangeChoices.find((choice) => choice === id) ?? "all" })}
        set={range !== "all"}
      >
        {strings.ranges[range]}
      </DropDown>
    </div>
  );
}

interface SeveralProps<F extends "kinds" | "levels", T extends string> {
  readonly model: EventsModel;
  readonly field: F;
  readonly all: readonly T[];
  readonly names: Readonly<Record<T, string>>;
  readonly what: string;
  /** When none is chosen, which means all. */
  readonly none: string;
}

function Several<F extends "kinds" | "levels", T extends string>(props: SeveralProps<F, T>) {
  const { model, field, all, names, what, none } = props;
  const chosen: readonly string[] = model.form.value[field];
  const shown =
    chosen.length === 0 ? none : strings.several(all.filter((id) => chosen.includes(id)).map((id) => names[id]));
  return (
    <DropDown
      label={strings.labelled(what, shown)}
      groups={[
        [{ id: "", label: none, checked: chosen.length === 0 }],
        all.map((id): MenuEntry => ({ id, label: names[id], checked: chosen.includes(id) })),
      ]}
      onPick={(picked) =>
        model.change({ [field]: picked === "" ? [] : all.filter((id) => chosen.includes(id) !== (id === picked)) })
      }
      set={chosen.length > 0}
    >
      <span class="t">{chosen.length === 0 ? what : shown}</span>
    </DropDown>
  );
}
