import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import type { LogSearchModel } from "./log-search-model.ts";
import { scopeChoices } from "./scope-choices.ts";
import { samePlace } from "./search-form.ts";
import { strings } from "./strings.ts";

/** More than one reads through: then the search is the quicker way. */
const SHOWN = 100;

/** Where is searched: hosts, stacks and containers, any of them together. */
export function ScopeSheet({ model }: { model: LogSearchModel }) {
  const text = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const inventory = model.inventory.value;
  const { places } = model.form.value;
  const choices = inventory === undefined ? [] : scopeChoices(inventory, text.value);
  const close = (): void => {
    model.choosing.value = false;
  };
  return (
    <Sheet
      title={strings.scopeTitle}
      closeLabel={shared.close}
      onClose={close}
      onSubmit={close}
      footer={
        <>
          <Button kind="primary" onClick={close}>
            {strings.scopeDone}
          </Button>
          <Button onClick={() => model.change({ places: [] })}>{strings.scopeAll}</Button>
        </>
      }
    >
      <div class="picker scope-picker">
        <SearchField
          label={strings.scopeFilter}
          placeholder={strings.scopeFilter}
          value={text.value}
          inputRef={field}
          onInput={(value) => {
            text.value = value;
          }}
        />
        {choices.length === 0 ? (
          <p class="muted" role="status">
            {inventory === undefined ? strings.waitsFor : strings.scopeNone}
          </p>
        ) : null}
        <ul>
          {choices.slice(0, SHOWN).map(({ place, name, kind }) => {
            const chosen = places.some((other) => samePlace(other, place));
            return (
              <li key={JSON.stringify(place)}>
                <label class="choice">
                  <input
                    type="checkbox"
                    checked={chosen}
                    onChange={() =>
                      model.change({
                        places: chosen ? places.filter((other) => !samePlace(other, place)) : [...places, place],
                      })
                    }
                  />
                  <bdi class="t b">{visibleText(name)}</bdi> <bdi class="t muted small">{visibleText(kind)}</bdi>
                </label>
              </li>
            );
          })}
        </ul>
        {choices.length > SHOWN ? <p class="muted small">{strings.scopeMore(choices.length - SHOWN)}</p> : null}
      </div>
    </Sheet>
  );
}
