import type { Host } from "@quayside/core/model/host.ts";
import { useLayoutEffect, useRef } from "preact/hooks";
import { Button } from "../controls/button.tsx";
import { Sheet } from "../controls/sheet.tsx";
import { visibleText } from "../text/visible-text.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

/** The focus is on Cancel: Enter in haste removes nothing. */
export function RemoveSheet({ model, host }: { model: HostsModel; host: Host }) {
  const cancel = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => cancel.current?.focus(), []);
  const name = visibleText(host.name);
  const close = (): void => {
    model.removing.value = undefined;
  };
  return (
    <Sheet
      title={strings.removeTitle(name)}
      closeLabel={strings.close}
      onClose={close}
      footer={
        <>
          <Button buttonRef={cancel} onClick={close}>
            {strings.cancel}
          </Button>
          <span class="grow" />
          <Button
            kind="primary"
            onClick={() => {
              close();
              void model.actions.remove(host);
            }}
          >
            {strings.removeButton(name)}
          </Button>
        </>
      }
    >
      <p class="ask">{strings.removeSentence(name)}</p>
    </Sheet>
  );
}
