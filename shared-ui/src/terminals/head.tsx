import { Button } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import { strings } from "./strings.ts";
import type { TerminalsModel } from "./terminals-model.ts";

interface Props {
  readonly model: TerminalsModel;
  /** Some text of the terminal is. */
  readonly selected: boolean;
  readonly onCopy: () => void;
}

export function Head({ model, selected, onCopy }: Props) {
  const held = model.held.value ?? [];
  const shown = model.shown.value;
  const { screenReader, larger } = model.settings.value;
  const actions: Readonly<Record<string, () => void>> = {
    copy: onCopy,
    "screen-reader": () => model.change({ screenReader: !screenReader }),
    find: () => {
      model.search.value = { ...model.search.value, open: model.search.value.open + 1 };
    },
    larger: () => model.resizeText(1),
    smaller: () => model.resizeText(-1),
    "usual-size": () => model.resizeText(0),
    another: () => shown !== undefined && void model.open(shown.ref, shown.name),
    other: () => shown !== undefined && void model.ask(shown.ref, shown.name),
    "end-all": () => {
      model.ending.value = shown?.ref.host;
    },
    end: () => shown !== undefined && void model.end(shown.id),
  };
  return (
    <header class="head">
      <h1>{strings.title}</h1>
      {held.length === 0 ? null : <span class="sum">{strings.open(held.length)}</span>}
      <span class="grow" />
      {held.length === 0 ? null : (
        <Button
          small
          icon="add"
          onClick={() => {
            model.picking.value = true;
          }}
        >
          {strings.newTerminal}
        </Button>
      )}
      <DropDown
        label={strings.more}
        bare
        align="right"
        groups={[
          [
            {
              ...{ id: "copy", label: strings.copy, icon: "copy", keyName: "Ctrl+Shift+C" },
              reason: selected ? undefined : strings.nothingSelected,
            },
          ],
          ...(shown === undefined
            ? []
            : [[{ id: "find", label: strings.find, icon: "search", keyName: "Ctrl+F" } as const]]),
          [
            { id: "larger", label: strings.larger },
            { id: "smaller", label: strings.smaller },
            ...(larger === 0 ? [] : [{ id: "usual-size", label: strings.usualSize }]),
          ],
          [{ id: "screen-reader", label: strings.screenReader, checked: screenReader }],
          ...(shown === undefined
            ? []
            : ([
                [
                  { id: "another", label: strings.anotherHere, icon: "add" },
                  { id: "other", label: strings.otherHere, icon: "terminal" },
                ],
                [
                  { id: "end", label: shown.attachment === undefined ? strings.end : strings.detach, icon: "trash" },
                  { id: "end-all", label: strings.endAll(model.hostName(shown.ref.host)) },
                ],
              ] as const)),
        ]}
        onPick={(id) => actions[id]?.()}
      >
        <Icon name="more" />
      </DropDown>
    </header>
  );
}
