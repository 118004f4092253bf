import { useSignal } from "@preact/signals";
import type { SavedFilter } from "@quayside/core/model/line-filter.ts";
import { useEffect, useRef } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import type { MenuEntry } from "../controls/menu.tsx";
import { Notice } from "../controls/notice.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { filterWords } from "./filter-words.ts";
import { isFiltering } from "./line-filter.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

const NAME = 50;

/** The filters that have names, to be used at once, and a way to the sheet that keeps them. */
export function SavedFiltersMenu({ model }: { model: LogsModel }) {
  const { saved } = model;
  const list = saved.list.value ?? [];
  const entries = list.map(
    ({ id, name }): MenuEntry => ({ id: `use ${id}`, label: visibleText(shortened(name, NAME)) }),
  );
  return (
    <DropDown
      label={strings.savedFilters}
      bare
      align="right"
      groups={[
        ...(entries.length === 0 ? [] : [entries]),
        [{ id: "manage", label: entries.length === 0 ? strings.saveFilter : strings.manageFilters, icon: "edit" }],
      ]}
      onPick={(id) => {
        if (id === "manage") saved.open.value = true;
        else model.use(list.find((one) => `use ${one.id}` === id)?.filter);
      }}
    >
      <Icon name="star" />
    </DropDown>
  );
}

export function SavedFiltersSheet({ model }: { model: LogsModel }) {
  const { saved } = model;
  const name = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const filter = model.filter.asked.value;
  useEffect(() => field.current?.focus(), []);
  const close = (): void => {
    saved.open.value = false;
    saved.failure.value = undefined;
  };
  const save = async (): Promise<void> => {
    if (name.value.trim() === "" || !isFiltering(filter)) return;
    if (await saved.save(name.value.trim(), filter)) name.value = "";
  };
  const failure = saved.failure.value;
  const list = saved.list.value ?? [];
  const reason = isFiltering(filter) ? undefined : strings.nothingToSave;
  return (
    <Sheet
      title={strings.savedFilters}
      closeLabel={shared.close}
      onClose={close}
      onSubmit={() => void save()}
      footer={<Button onClick={close}>{strings.done}</Button>}
    >
      <div class="saved-filters">
        {failure === undefined ? null : (
          <Notice tone="bad" title={visibleText(failure.title)}>
            <p>{visibleText(failure.sentence)}</p>
          </Notice>
        )}
        <p class="muted small">{reason ?? strings.savesNow(filterWords(filter))}</p>
        <div class="save-row">
          <span class="field grow">
            <input
              ref={field}
              type="text"
              maxlength={100}
              aria-label={strings.filterName}
              placeholder={strings.filterName}
              value={name.value}
              onInput={(event) => {
                name.value = event.currentTarget.value;
              }}
            />
          </span>
          <Button kind="primary" reason={reason} onClick={() => void save()}>
            {strings.save}
          </Button>
        </div>
        {list.length === 0 ? <p class="muted">{strings.noSavedFilters}</p> : null}
        <ul>
          {list.map((one) => (
            <Saved key={one.id} one={one} model={model} />
          ))}
        </ul>
      </div>
    </Sheet>
  );
}

function Saved({ one, model }: { one: SavedFilter; model: LogsModel }) {
  const { saved } = model;
  const name = useSignal<string | undefined>(undefined);
  const shown = visibleText(one.name);
  const rename = async (): Promise<void> => {
    const wanted = name.value?.trim() ?? "";
    if (wanted === "" || wanted === one.name || (await saved.rename(one.id, wanted))) name.value = undefined;
  };
  return (
    <li>
      {name.value === undefined ? (
        <button
          type="button"
          class="choice"
          title={strings.useFilter(shown)}
          onClick={() => {
            model.use(one.filter);
            saved.open.value = false;
          }}
        >
          <bdi class="b t">{shown}</bdi>
          <bdi class="muted small t mono">{filterWords(one.filter)}</bdi>
        </button>
      ) : (
        <span class="field grow">
          <input
            type="text"
            maxlength={100}
            aria-label={strings.newNameOf(shown)}
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
            }}
            onKeyDown={(event) => {
              if (event.key !== "Enter" && event.key !== "Escape") return;
              event.preventDefault();
              event.stopPropagation();
              if (event.key === "Enter") void rename();
              else name.value = undefined;
            }}
            onBlur={() => void rename()}
          />
        </span>
      )}
      <IconButton
        icon="edit"
        label={strings.renameFilter(shown)}
        onClick={() => {
          name.value = name.value === undefined ? one.name : undefined;
        }}
      />
      <IconButton icon="trash" label={strings.removeFilter(shown)} onClick={() => void saved.remove(one.id)} />
    </li>
  );
}
