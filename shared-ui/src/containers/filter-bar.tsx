import type { RefObject } from "preact";
import { IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { Segmented } from "../controls/segmented.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { ContainersModel } from "./containers-model.ts";
import { strings } from "./strings.ts";
import { facets, groupings, isFacet } from "./vocabulary.ts";

function toggled<T>(items: readonly T[], item: T): T[] {
  return items.includes(item) ? items.filter((other) => other !== item) : [...items, item];
}

/** Host ids are letters and digits only, so the three kinds of entries can't be mixed up in the menu of all filters. */
const HOST = "host:";
const GROUP = "group:";

interface Props {
  readonly model: ContainersModel;
  readonly input: RefObject<HTMLInputElement | null>;
  /** Down from the field, to the first row. */
  readonly onLeave: () => void;
}

export function FilterBar({ model, input, onLeave }: Props) {
  const { filter, grouping } = model.settings.value;
  const hosts = [...(model.inventory.value?.hosts.values() ?? [])];
  const hostEntries = hosts.map(
    (host): MenuEntry => ({
      id: HOST + host.id,
      label: visibleText(host.name),
      checked: filter.hosts.includes(host.id),
    }),
  );
  const facetEntries = facets.map(
    (facet): MenuEntry => ({ id: facet, label: strings.facets[facet], checked: filter.facets.includes(facet) }),
  );
  const groupEntries = groupings.map(
    (value): MenuEntry => ({
      id: GROUP + value,
      label: `${strings.groupBy}: ${strings.grouping[value]}`,
      checked: value === grouping,
    }),
  );
  const pick = (id: string): void => {
    const group = groupings.find((value) => GROUP + value === id);
    if (group !== undefined) model.groupBy(group);
    else if (isFacet(id)) model.filter({ facets: toggled(filter.facets, id) });
    else model.filter({ hosts: toggled(filter.hosts, id.slice(HOST.length)) });
  };
  const set = filter.hosts.length > 0 || filter.facets.length > 0;
  return (
    <div class="bar">
      <SearchField
        label={strings.filterLabel}
        placeholder={strings.filterPlaceholder}
        value={filter.text}
        inputRef={input}
        onInput={(text) => model.filter({ text })}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown") onLeave();
          else if (event.key === "Escape" && filter.text !== "") model.filter({ text: "" });
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      >
        {filter.text === "" ? (
          <span class="kbd hide-560" aria-hidden="true">
            /
          </span>
        ) : (
          <IconButton
            icon="close"
            label={strings.clearText}
            class="in-field"
            onClick={() => model.filter({ text: "" })}
          />
        )}
      </SearchField>
      <DropDown
        label={strings.host}
        groups={[hostEntries]}
        onPick={pick}
        set={filter.hosts.length > 0}
        class="hide-560"
      >
        {strings.host}
      </DropDown>
      <DropDown
        label={strings.state}
        groups={[facetEntries]}
        onPick={pick}
        set={filter.facets.length > 0}
        class="hide-560"
      >
        {strings.state}
      </DropDown>
      <DropDown
        label={strings.filters}
        groups={[hostEntries, facetEntries, groupEntries]}
        onPick={pick}
        set={set}
        class="only-narrow boxed"
        align="right"
        bare
      >
        <Icon name="filter" />
      </DropDown>
      <span class="grow hide-760" />
      <span class="muted small hide-1000">{strings.groupBy}</span>
      <Segmented
        label={strings.groupBy}
        options={groupings.map((value) => ({ value, label: strings.grouping[value] }))}
        value={grouping}
        onPick={(value) => model.groupBy(value)}
        class="hide-760"
      />
    </div>
  );
}
