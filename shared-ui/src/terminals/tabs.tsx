import type { HeldTerminal } from "@quayside/core/model/held-terminal.ts";
import type { RefObject } from "preact";
import { IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { strings } from "./strings.ts";
import type { TerminalsModel } from "./terminals-model.ts";

interface Props {
  readonly model: TerminalsModel;
  readonly held: readonly HeldTerminal[];
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onEnter: () => void;
}

/** As ARIA describes tabs: the arrows go along, Enter goes into the terminal, Del ends it. */
export function Tabs({ model, held, list, onEnter }: Props) {
  const shown = model.shown.value;
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = held.findIndex(({ id }) => id === shown?.id);
    const go = (to: number): void => {
      const next = held[(to + held.length) % held.length];
      if (next !== undefined) model.show(next.id);
      list.current?.querySelectorAll<HTMLElement>("[role=tab]")[(to + held.length) % held.length]?.focus();
    };
    if (event.key === "ArrowRight") go(at + 1);
    else if (event.key === "ArrowLeft") go(at - 1);
    else if (event.key === "Home") go(0);
    else if (event.key === "End") go(held.length - 1);
    else if (event.key === "Delete" && shown !== undefined) void model.end(shown.id);
    else if (event.key === "Enter" || event.key === "ArrowDown") onEnter();
    else return;
    event.preventDefault();
  };
  return (
    <div class="tabs" role="tablist" aria-label={strings.tabs} ref={list} onKeyDown={onKeyDown}>
      {held.map((terminal) => (
        <Tab key={terminal.id} model={model} terminal={terminal} here={terminal.id === shown?.id} onEnter={onEnter} />
      ))}
    </div>
  );
}

interface TabProps {
  readonly model: TerminalsModel;
  readonly terminal: HeldTerminal;
  readonly here: boolean;
  readonly onEnter: () => void;
}

function Tab({ model, terminal, here, onEnter }: TabProps) {
  const { id, state } = terminal;
  const name = model.names.value.get(id) ?? "";
  const failed = state.kind === "ended";
  return (
    <span class={`tab ${here ? "here" : ""}`} role="presentation">
      <button
        type="button"
        role="tab"
        aria-selected={here}
        aria-keyshortcuts="Delete"
        tabIndex={here ? 0 : -1}
        title={name}
        onClick={(event) => {
          event.currentTarget.blur();
          model.show(id);
          onEnter();
        }}
      >
        <Icon name={failed ? "warning" : "terminal"} class={failed ? "warn" : ""} />
        <bdi class="t">{name}</bdi>
      </button>
      <IconButton icon="close" label={strings.endOf(name)} pointerOnly onClick={() => void model.end(id)} />
    </span>
  );
}
