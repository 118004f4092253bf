import { useSignal } from "@preact/signals";
import { IconButton } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import { type Anchor, anchorOf, type MenuEntry } from "../controls/menu.tsx";
import { number } from "../text/count.ts";
import { visibleText } from "../text/visible-text.ts";
import { sourceKey } from "./log-selection.ts";
import type { LogSource } from "./log-sources.ts";
import type { LogsModel } from "./logs-model.ts";
import { SourcePicker } from "./source-picker.tsx";
import { strings } from "./strings.ts";

/** More of them are behind one button. */
const CHIPS = 6;

/** The containers whose lines are shown: each with its colour and lines, switched on and off, taken out, and more added. */
export function SourceBar({ model }: { model: LogsModel }) {
  void model.picture.value; // what the button of the others says
  const picking = useSignal<Anchor | undefined>(undefined);
  const all = model.sources.all.value;
  const chips = all.length > CHIPS ? all.slice(0, CHIPS - 1) : all;
  const others = all.slice(chips.length);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields that are sent
    <div class="sources" role="group" aria-label={strings.sources}>
      {chips.map((source) => (
        <Chip key={sourceKey(source)} model={model} source={source} removable={all.length > 1} />
      ))}
      {others.length === 0 ? null : (
        <DropDown
          label={strings.moreSources(others.length)}
          groups={() => [others.map((source) => entryOf(model, source))]}
          onPick={(key) => {
            const source = others.find((one) => sourceKey(one) === key);
            if (source !== undefined) model.toggle(source);
          }}
          set={others.some((source) => model.sources.isOff(source))}
        >
          {strings.moreSources(others.length)}
        </DropDown>
      )}
      <button
        type="button"
        class="ib"
        aria-label={strings.addSources}
        title={strings.addSources}
        aria-haspopup="dialog"
        aria-expanded={picking.value !== undefined}
        onClick={(event) => {
          picking.value = picking.value === undefined ? anchorOf(event.currentTarget, "left") : undefined;
        }}
      >
        <Icon name="add" />
      </button>
      {picking.value === undefined ? null : (
        <SourcePicker
          model={model}
          anchor={picking.value}
          onClose={() => {
            picking.value = undefined;
          }}
        />
      )}
    </div>
  );
}

function entryOf(model: LogsModel, source: LogSource): MenuEntry {
  return {
    id: sourceKey(source),
    label: strings.sourceEntry(
      visibleText(source.name),
      visibleText(source.hostName),
      number(model.window.linesOf(source.number)),
    ),
    checked: !model.sources.isOff(source),
  };
}

function Chip({ model, source, removable }: { model: LogsModel; source: LogSource; removable: boolean }) {
  // Its own: with the same props it is drawn anew only for a signal that it reads itself.
  void model.picture.value;
  const name = visibleText(source.name);
  const host = visibleText(source.hostName);
  const on = !model.sources.isOff(source);
  const title = on ? strings.hideSource(name, host) : strings.showSource(name, host);
  return (
    <span class={`chip ${on ? "" : "off"}`}>
      <button
        type="button"
        class="chip-on"
        aria-pressed={on}
        title={source.clockAhead === 0 ? title : `${title}. ${strings.clock(source.clockAhead)}`}
        onClick={() => model.toggle(source)}
        onContextMenu={(event) => {
          event.preventDefault();
          model.sourceMenu.value = { source, anchor: anchorOf(event.currentTarget, "left") };
        }}
        onKeyDown={(event) => {
          if (event.key !== "Delete" || !removable) return;
          event.preventDefault();
          void model.remove(source);
        }}
      >
        <span class={`src-mark src-${source.colour}`} />
        <bdi class="t">{name}</bdi>
        <bdi class="t muted hide-760">{host}</bdi>
        <span class="muted num">{number(model.window.linesOf(source.number))}</span>
      </button>
      {removable ? (
        <IconButton
          icon="close"
          label={strings.removeSource(name)}
          class="chip-out"
          onClick={() => void model.remove(source)}
        />
      ) : null}
    </span>
  );
}
