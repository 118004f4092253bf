import { useSignal } from "@preact/signals";
import { sameRef } from "@quayside/core/model/ref.ts";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { SearchField } from "../controls/search-field.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { shared } from "../controls/strings.ts";
import { visibleText } from "../text/visible-text.ts";
import { type TerminalChoice, terminalChoices } from "./choices.ts";
import { strings } from "./strings.ts";
import type { TerminalsModel } from "./terminals-model.ts";

/** More than one reads through: then the search is the quicker way. */
const SHOWN = 100;

/** Where a new terminal is to be opened. */
export function Picker({ model }: { model: TerminalsModel }) {
  const search = useSignal("");
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => field.current?.focus(), []);
  const inventory = model.inventory.value;
  const choices = useMemo(
    () => (inventory === undefined ? undefined : terminalChoices(inventory, search.value)),
    [inventory, search.value],
  );
  const opening = model.opening.value;
  const open = (choice: TerminalChoice | undefined): void => {
    if (choice === undefined || opening !== undefined) return;
    const { host, id, name } = choice.container;
    void model.open({ host, id }, visibleText(name));
  };
  const onArrow = (event: KeyboardEvent): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const rows = [...(list.current?.querySelectorAll<HTMLElement>(".choice") ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    const to = at + (event.key === "ArrowDown" ? 1 : -1);
    if (to < 0) field.current?.focus();
    else rows[to]?.focus();
    event.preventDefault();
  };
  return (
    <Sheet
      title={strings.pickTitle}
      closeLabel={shared.close}
      onClose={() => model.stopPicking()}
      onSubmit={() => open(choices?.[0])}
      footer={<Button onClick={() => model.stopPicking()}>{shared.cancel}</Button>}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows go between the elements within. */}
      <div class="picker" onKeyDown={onArrow}>
        <SearchField
          label={strings.pickSearch}
          placeholder={strings.pickPlaceholder}
          value={search.value}
          inputRef={field}
          onInput={(text) => {
            search.value = text;
          }}
        />
        {choices === undefined ? (
          <p class="muted" role="status">
            {strings.pickLoading}
          </p>
        ) : choices.length === 0 ? (
          <p class="muted" role="status">
            {search.value.trim() === "" ? strings.pickNone : strings.pickNoMatch}
          </p>
        ) : null}
        <ul ref={list}>
          {choices?.slice(0, SHOWN).map((choice) => (
            <li key={`${choice.container.host} ${choice.container.id}`}>
              <Choice
                choice={choice}
                busy={opening !== undefined && sameRef(opening, choice.container)}
                onPick={() => open(choice)}
                onAsk={() => void model.ask(choice.container, choice.container.name)}
              />
            </li>
          ))}
        </ul>
        {choices !== undefined && choices.length > SHOWN ? (
          <p class="muted small">{strings.pickMore(choices.length - SHOWN)}</p>
        ) : null}
      </div>
    </Sheet>
  );
}

interface ChoiceProps {
  readonly choice: TerminalChoice;
  readonly busy: boolean;
  readonly onPick: () => void;
  readonly onAsk: () => void;
}

function Choice({ choice, busy, onPick, onAsk }: ChoiceProps) {
  const { container, hostName } = choice;
  return (
    <div class="choice-row">
      <button type="button" class="choice" onClick={onPick}>
        <Icon name="terminal" />
        <span class="b t">
          <bdi>{visibleText(container.name)}</bdi>
        </span>
        <span class="muted t small">
          {busy ? strings.opening : <bdi>{visibleText(hostName)}</bdi>}{" "}
          <bdi class="mono">{visibleText(container.image)}</bdi>
        </span>
      </button>
      <IconButton icon="more" label={strings.withOptions(visibleText(container.name))} onClick={onAsk} />
    </div>
  );
}
