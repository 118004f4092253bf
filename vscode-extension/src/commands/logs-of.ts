import type { NamedContainer } from "@quayside/core/model/ref.ts";
import type { LogsInput } from "@quayside/shared-ui/app/panel-input.ts";
import { listed } from "@quayside/shared-ui/text/count.ts";
import type { TreeModel } from "../tree/tree-model.ts";

interface Named {
  readonly selector: LogsInput["selectors"][number];
  readonly title: string;
}

/** What these nodes mean; a stack and a host with all that they will have. Nothing where none of them has logs. */
export function logsOf(model: TreeModel, target: readonly string[]): LogsInput | undefined {
  const named = target.flatMap((id): Named[] => {
    const node = model.node(id);
    switch (node?.kind) {
      case "container":
      case "use":
        return [byName(node.container)];
      case "stack":
        return [{ selector: { host: node.host.id, stack: node.stack }, title: node.stack }];
      case "host":
        return [{ selector: { host: node.host.id, all: true }, title: node.host.name }];
      default:
        return [];
    }
  });
  return named.length === 0 ? undefined : inputOf(model, named);
}

export function logsOfContainers(model: TreeModel, containers: readonly NamedContainer[]): LogsInput {
  return inputOf(model, containers.map(byName));
}

/** By name: a container that is created anew under it goes on in the same panel. */
function byName({ host, name }: NamedContainer): Named {
  return { selector: { host, name }, title: name };
}

function inputOf(model: TreeModel, named: readonly Named[]): LogsInput {
  const [first] = named;
  const hosts = new Set(named.map(({ selector }) => selector.host));
  const hostName = hosts.size === 1 && first !== undefined ? model.host(first.selector.host)?.name : undefined;
  // Of two that are called the same the host tells which is meant.
  const isOne = ({ title }: Named): boolean => named.filter((other) => other.title === title).length === 1;
  const titleOf = (one: Named): string =>
    isOne(one) ? one.title : `${one.title} on ${model.host(one.selector.host)?.name ?? one.selector.host}`;
  return {
    selectors: named.map(({ selector }) => selector),
    title: listed(named.map(titleOf)),
    ...(hostName === undefined ? {} : { hostName }),
  };
}
