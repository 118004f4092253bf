import { useSignal } from "@preact/signals";
import type { Container } from "@quayside/core/model/container.ts";
import type { Host } from "@quayside/core/model/host.ts";
import { refKey } from "@quayside/core/model/ref.ts";
import { isAlive, whyNot } from "../containers/commands.ts";
import { ContainerMenu } from "../containers/container-menu.tsx";
import { commandIcons } from "../containers/container-row.tsx";
import { LookMark } from "../containers/marks.tsx";
import { RenameField } from "../containers/rename-field.tsx";
import { lookOf, statusOf, toneOf } from "../containers/status.ts";
import { strings as containers } from "../containers/strings.ts";
import type { Command } from "../containers/vocabulary.ts";
import { Button, IconButton } from "../controls/button.tsx";
import { Icon } from "../controls/icon.tsx";
import { type Anchor, anchorOf } from "../controls/menu.tsx";
import { clockTime } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import type { ContainerModel } from "./container-model.ts";
import type { Followed } from "./followed.ts";
import { strings } from "./strings.ts";

/** Of the page they are of no use: it is open, and shows the same in a tab. */
const WITHOUT: readonly Command[] = ["open"];

export function PageHead({ model }: { model: ContainerModel }) {
  const followed = model.followed.value;
  const { container, host } = followed;
  if (container === undefined)
    return (
      <header class="head">
        <h1 class="t">
          <bdi>{visibleText(model.input.name)}</bdi>
        </h1>
        {host === undefined ? null : <HostTag host={host} />}
      </header>
    );
  const open = model.rename.open.value;
  return (
    <header class="head">
      <Mark model={model} followed={followed} container={container} />
      {open === undefined ? (
        <h1 class="t" title={visibleText(container.name)}>
          <bdi>{visibleText(container.name)}</bdi>
        </h1>
      ) : (
        <RenameField rename={model.rename} open={open} />
      )}
      {host === undefined ? null : <HostTag host={host} />}
      {container.stack === undefined ? null : (
        <span class="tag hide-760 t" title={strings.ofStack(visibleText(container.stack.stack))}>
          <Icon name="stack" />
          <bdi>{visibleText(container.stack.stack)}</bdi>
        </span>
      )}
      <StatusWords model={model} followed={followed} container={container} />
      <span class="grow" />
      <Commands model={model} followed={followed} container={container} />
    </header>
  );
}

function HostTag({ host }: { host: Host }) {
  const name = visibleText(host.name);
  return (
    <span class="tag t" title={strings.onHost(name)}>
      <Icon name="host" />
      <bdi>{name}</bdi>
    </span>
  );
}

interface OfContainer {
  readonly model: ContainerModel;
  readonly followed: Followed;
  readonly container: Container;
}

function doing({ model, container }: OfContainer): string | undefined {
  const pending = model.actions.pending.value.get(refKey(container));
  return pending === undefined ? undefined : containers.pending[pending];
}

function Mark(props: OfContainer) {
  return <LookMark look={lookOf(props.container)} doing={doing(props)} stale={props.followed.standing !== "here"} />;
}

function StatusWords(props: OfContainer) {
  const { model, followed, container } = props;
  const now = model.now.value;
  const pending = doing(props);
  if (pending !== undefined) return <span class="muted t">{pending}</span>;
  const look = lookOf(container);
  if (followed.standing !== "here") {
    const { since } = followed;
    const words = containers.looks[look];
    return <span class="muted t">{since === undefined ? words : containers.asOf(words, clockTime(since, now))}</span>;
  }
  const { words, detail } = statusOf(container, now);
  return (
    <>
      <span class={`t ${toneOf(look)}`}>{words}</span>
      {detail === "" ? null : <span class="muted t hide-560">{detail.replace(/^, /, "")}</span>}
    </>
  );
}

function Commands({ model, followed, container }: OfContainer) {
  const menu = useSignal<Anchor | undefined>(undefined);
  const pending = model.actions.pending.value.get(refKey(container));
  const host = followed.standing === "gone" ? undefined : followed.host;
  const reason = (command: Command): string | undefined => whyNot(command, container, host, pending);
  const run = (command: Command): void => {
    if (command === "rename") model.rename.begin(container);
    else void model.actions.run(command, [container]);
  };
  const icons: readonly Command[] = isAlive(container) ? ["restart", "stop"] : ["start"];
  return (
    <>
      <Button icon="logs" reason={reason("logs")} title={containers.commands.logs} onClick={() => run("logs")}>
        <span class="hide-760">{containers.commands.logs}</span>
      </Button>
      <Button
        icon="terminal"
        reason={reason("terminal")}
        title={containers.commands.terminal}
        onClick={() => run("terminal")}
      >
        <span class="hide-760">{strings.terminal}</span>
      </Button>
      <span class="vsep hide-560" />
      {icons.map((command) =>
        reason(command) === undefined ? (
          <IconButton
            key={command}
            icon={commandIcons[command]}
            label={containers.commands[command]}
            class="hide-560"
            onClick={() => run(command)}
          />
        ) : null,
      )}
      <IconButton
        icon="more"
        label={containers.moreActions}
        popup
        expanded={menu.value !== undefined}
        onClick={({ currentTarget }) => {
          const anchor = currentTarget instanceof Element ? anchorOf(currentTarget, "right") : undefined;
          menu.value = menu.value === undefined ? anchor : undefined;
        }}
      />
      {menu.value === undefined ? null : (
        <ContainerMenu
          container={container}
          views={(host && model.homeViews?.of(host)) ?? []}
          homeViews={model.homeViews}
          anchor={menu.value}
          without={WITHOUT}
          keys={false}
          whyNot={reason}
          onCommand={run}
          onView={(view, label) => void model.actions.openView(container, view, label)}
          onClose={() => {
            menu.value = undefined;
          }}
        />
      )}
    </>
  );
}
