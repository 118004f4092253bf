import { Button } from "../controls/button.tsx";
import { EmptyState } from "../controls/empty-state.tsx";
import { systemWords } from "../controls/failed-state.tsx";
import type { Inventory } from "../inventory/inventory.ts";
import { secondsLeft } from "../text/duration.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainersModel } from "./containers-model.ts";
import type { Unreachable } from "./rows.ts";
import { strings } from "./strings.ts";
import { useTextClock } from "./use-text-clock.ts";
import { isFiltered } from "./view-settings.ts";

/** The only host there is can't be reached and nothing is known of it. */
function OnlyHostAway({ model, host, state }: { model: ContainersModel; host: string; state: Unreachable }) {
  const now = model.now.value;
  useTextClock(model.table.value.rows, now, () => model.tick());
  return (
    <EmptyState
      icon="plug"
      title={visibleText(state.error.title)}
      sentence={visibleText(state.error.sentence)}
      hint={state.error.hint}
      detail={systemWords(state.error)}
      after={<p class="small">{strings.nextTry(secondsLeft(state.nextTry, now))}</p>}
      actions={
        <Button kind="primary" onClick={() => void model.actions.retry(host)}>
          {strings.tryNow}
        </Button>
      }
    />
  );
}

function NoMatch({ model, inventory }: { model: ContainersModel; inventory: Inventory }) {
  const { filter } = model.settings.value;
  const hosts = [...inventory.hosts.values()].filter(
    ({ id }) => filter.hosts.length === 0 || filter.hosts.includes(id),
  );
  const away = hosts.filter(({ state }) => state.kind === "unreachable").map(({ name }) => visibleText(name));
  const asked = hosts.filter(({ state }) => state.kind !== "disabled").length - away.length;
  const text = filter.text.trim();
  const what =
    text === "" ? strings.noMatchFilter(asked) : strings.noMatchText(visibleText(shortened(text, 60)), asked);
  return (
    <EmptyState
      icon="search"
      title={strings.noMatchTitle}
      sentence={what + (away.length === 0 ? "" : strings.notAsked(away))}
      actions={
        <Button kind="primary" onClick={() => model.clearFilter()}>
          {strings.clearFilter}
        </Button>
      }
    />
  );
}

/** What stands in the place of the table while there is nothing to put in it; undefined when there is. */
export function blank(model: ContainersModel, inventory: Inventory) {
  const hosts = [...inventory.hosts.values()];
  const [only] = hosts;
  if (only === undefined) {
    return (
      <EmptyState
        icon="host"
        title={strings.emptyTitle}
        sentence={strings.emptySentence}
        actions={
          model.home.addsHosts ? (
            <Button kind="primary" onClick={() => void model.actions.addHost()}>
              {strings.addHost}
            </Button>
          ) : undefined
        }
      />
    );
  }
  if (inventory.containers.size === 0) {
    if (hosts.length === 1 && only.state.kind === "unreachable")
      return <OnlyHostAway model={model} host={only.id} state={only.state} />;
    const asked = hosts.filter(({ state }) => state.kind !== "disabled");
    const known = asked.every(({ id, state }) => state.kind === "online" && inventory.listed.has(id));
    if (known && asked.length > 0)
      return (
        <EmptyState
          icon="container"
          title={strings.noContainersTitle}
          sentence={strings.noContainersSentence(asked.length)}
        />
      );
  }
  const { filter } = model.settings.value;
  return isFiltered(filter) && model.table.value.matching.length === 0 ? (
    <NoMatch model={model} inventory={inventory} />
  ) : undefined;
}
