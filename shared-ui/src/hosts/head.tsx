import { Button } from "../controls/button.tsx";
import { DropDown } from "../controls/drop-down.tsx";
import { Icon } from "../controls/icon.tsx";
import { number } from "../text/count.ts";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

export function Head({ model }: { model: HostsModel }) {
  const hosts = model.hosts.value;
  const countOf = (kind: string): number => hosts.filter(({ state }) => state.kind === kind).length;
  const noneAdded = hosts.every(({ found }) => found) ? strings.reason.noneAdded : undefined;
  const open = (transfer: "import" | "export"): void => {
    model.transfer.value = transfer;
  };
  return (
    <header class="head">
      <h1 tabIndex={-1}>{strings.title}</h1>
      {hosts.length === 0 ? null : (
        <span class="sum t">
          <span class="hide-560">{strings.summary(hosts.length, countOf("unreachable"), countOf("disabled"))}</span>
          <span class="only-narrow">{number(hosts.length)}</span>
        </span>
      )}
      <span class="grow" />
      <Button class="hide-560" onClick={() => open("import")}>
        {strings.import}
      </Button>
      <Button icon="add" onClick={() => model.addHost()}>
        {strings.addHost}
      </Button>
      <DropDown
        label={strings.moreOfAll}
        groups={[
          [
            { id: "import", label: strings.import },
            { id: "export", label: strings.export, reason: noneAdded },
          ],
        ]}
        onPick={(id) => open(id === "import" ? "import" : "export")}
        align="right"
        bare
      >
        <Icon name="more" />
      </DropDown>
    </header>
  );
}
