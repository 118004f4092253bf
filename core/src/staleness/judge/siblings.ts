import type { Container } from "../../model/container.ts";

/** What the other containers of a host say of one. */
export interface Siblings {
  /** Somebody of its stack waits for it to complete: it has done its work, and is needed again at the next start. */
  isAwaited(container: Container): boolean;
  /** The newer one that runs in its place. */
  successor(container: Container): Container | undefined;
  /** It has a volume that another one uses too. */
  sharesVolumes(container: Container): boolean;
}

const DEPENDS_ON = "com.docker.compose.depends_on";
/** As compose names the one that it is about to replace, and as people do. */
const setAside = /^[0-9a-f]{12}_(?<byCompose>.+)$|^(?<byHand>.+?)[-_.](?:old|bak|backup|prev|previous)$/;

export function siblingsOf(containers: readonly Container[]): Siblings {
  const awaited = new Set<string>();
  const running = new Map<string, Container>();
  const volumeUsers = new Map<string, number>();
  for (const container of containers) {
    for (const service of awaitedBy(container.labels[DEPENDS_ON]))
      awaited.add(`${container.stack?.stack ?? ""}/${service}`);
    for (const volume of volumesOf(container)) volumeUsers.set(volume, (volumeUsers.get(volume) ?? 0) + 1);
    if (container.state !== "running" || isOneOff(container)) continue;
    for (const key of placesOf(container)) {
      const known = running.get(key);
      if (known === undefined || known.createdAt < container.createdAt) running.set(key, container);
    }
  }
  return {
    isAwaited: ({ stack }) => stack !== undefined && awaited.has(`${stack.stack}/${stack.service}`),
    sharesVolumes: (container) => volumesOf(container).some((volume) => (volumeUsers.get(volume) ?? 0) > 1),
    successor: (container) => {
      const [, place] = placesOf(container);
      const { byCompose, byHand } = setAside.exec(container.name)?.groups ?? {};
      const stem = byCompose ?? byHand;
      const found =
        (place === undefined ? undefined : running.get(place)) ??
        (stem === undefined ? undefined : running.get(`name ${stem}`));
      return found !== undefined && found.id !== container.id && found.createdAt > container.createdAt
        ? found
        : undefined;
    },
  };
}

export function isOneOff({ labels }: Pick<Container, "labels">): boolean {
  return labels["com.docker.compose.oneoff"]?.toLowerCase() === "true";
}

function placesOf({ name, stack }: Container): string[] {
  const place = stack?.number === undefined ? [] : [`place ${stack.stack}/${stack.service}/${stack.number}`];
  return [`name ${name}`, ...place];
}

function volumesOf({ mounts }: Container): string[] {
  return [...new Set(mounts.filter(({ type }) => type === "volume").map(({ source }) => source))];
}

/** "db:service_healthy:false,job:service_completed_successfully:false" */
function awaitedBy(label: string | undefined): string[] {
  if (label === undefined || !label.includes("service_completed_successfully")) return [];
  return label.split(",").flatMap((entry) => {
    const [service = "", condition] = entry.trim().split(":");
    return condition === "service_completed_successfully" && service !== "" ? [service] : [];
  });
}
