import { useSignal } from "@preact/signals";
import { useEffect, useId, useLayoutEffect, useRef } from "preact/hooks";
import { Icon } from "../controls/icon.tsx";
import { type Anchor, placeMenu } from "../controls/menu.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { selectorKey } from "./log-selection.ts";
import type { LogsModel } from "./logs-model.ts";
import { sourceChoices } from "./source-choices.ts";
import { strings } from "./strings.ts";

interface Props {
  readonly model: LogsModel;
  readonly anchor: Anchor;
  readonly onClose: () => void;
}

/** Adds containers, stacks, services and hosts to the logs; it stays open for more. */
export function SourcePicker({ model, anchor, onClose }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);
  const inventory = useSignal<Inventory | undefined>(undefined);
  const text = useSignal("");
  const active = useSignal(0);
  const list = useId();
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const over = new AbortController();
    void model.watchInventory((now) => {
      inventory.value = now;
    }, over.signal);
    return () => over.abort();
  }, [model]);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const outside = (event: Event): void => {
      if (!(event.target instanceof Element) || box.current?.contains(event.target) === true) return;
      if (event.target.closest('[aria-haspopup="dialog"][aria-expanded="true"]') === null) close.current();
    };
    document.addEventListener("pointerdown", outside, true);
    input.current?.focus();
    return () => {
      document.removeEventListener("pointerdown", outside, true);
      if (box.current?.contains(document.activeElement) !== false && before instanceof HTMLElement) before.focus();
    };
  }, []);
  const choices = inventory.value === undefined ? [] : sourceChoices(inventory.value, text.value);
  useLayoutEffect(() => {
    if (box.current !== null) placeMenu(box.current, anchor);
  }, [anchor, choices.length]);
  useLayoutEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active.value]);
  const known = new Set(model.input.value.selectors.map(selectorKey));
  const add = (index: number): void => {
    const choice = choices[index];
    if (choice !== undefined) void model.add([choice]);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const last = Math.max(0, choices.length - 1);
    if (event.key === "ArrowDown") active.value = Math.min(last, active.value + 1);
    else if (event.key === "ArrowUp") active.value = Math.max(0, active.value - 1);
    else if (event.key === "Enter") add(active.value);
    else if (event.key === "Escape" || event.key === "Tab") onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div class="menu source-picker" role="dialog" aria-label={strings.addSources} ref={box}>
      <div class="field">
        <Icon name="search" />
        <input
          type="text"
          role="combobox"
          aria-expanded={true}
          aria-controls={list}
          aria-activedescendant={choices.length === 0 ? undefined : `${list}-${active.value}`}
          aria-label={strings.findSources}
          placeholder={strings.findSources}
          spellcheck={false}
          autocomplete="off"
          ref={input}
          value={text.value}
          onInput={(event) => {
            text.value = event.currentTarget.value;
            active.value = 0;
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div class="source-list" role="listbox" id={list} aria-label={strings.sources}>
        {choices.map(({ selector, title, icon, detail }, index) => (
          // The keys are the field's: it names the active one.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={selectorKey(selector)}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active.value}
            class={`source-choice ${index === active.value ? "on" : ""}`}
            onMouseMove={() => {
              active.value = index;
            }}
            onClick={() => add(index)}
          >
            <Icon name={icon} />
            <bdi class="t">{title}</bdi>
            <bdi class="t muted">{detail}</bdi>
            <span class="grow" />
            {known.has(selectorKey(selector)) ? (
              <>
                <Icon name="check" />
                <span class="sr">{strings.isShown}</span>
              </>
            ) : null}
          </div>
        ))}
      </div>
      {inventory.value !== undefined && choices.length === 0 ? (
        <p class="muted source-none" role="status">
          {strings.noSources}
        </p>
      ) : null}
    </div>
  );
}
