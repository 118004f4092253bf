import type { ContainerMount } from "@quayside/core/model/container.ts";
import { isAnonymousVolume } from "@quayside/core/model/container.ts";
import type { MountDetails, NetworkAttachment } from "@quayside/core/model/container-details.ts";
import { bytes } from "../text/bytes.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { Fact, FactLink } from "./fact.tsx";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

const LONGEST = 300;
const line = (text: string): string => visibleText(shortened(text, LONGEST));

export function PortsFact({ page, container }: PageProps) {
  const { ports } = container;
  const here = page.followed.value.standing === "here";
  return (
    <Fact name={strings.fact.ports}>
      {ports.length === 0 ? <span class="muted">{strings.none}</span> : null}
      {ports.map(({ publicPort, privatePort, protocol, address }) => {
        const opens = here && protocol === "tcp" && publicPort !== undefined;
        return (
          <div key={`${publicPort}/${privatePort}/${protocol}/${address}`}>
            {opens ? (
              <FactLink
                title={strings.openPort(publicPort)}
                onClick={() => void page.actions.openPort(container, publicPort)}
              >
                {publicPort}
              </FactLink>
            ) : (
              publicPort
            )}
            <span class="muted">
              {publicPort === undefined ? "" : " → "}
              {privatePort}/{line(protocol)}
              {publicPort === undefined ? `, ${strings.notPublished}` : ""}
              {address === undefined || address === "0.0.0.0" ? "" : `, ${strings.onAddress(line(address))}`}
            </span>
          </div>
        );
      })}
    </Fact>
  );
}

export function NetworksFact({ page, container }: PageProps) {
  const known = page.details.details.value?.networks;
  const networks: readonly NetworkAttachment[] =
    known ?? container.networks.map((name) => ({ name, id: "", addresses: [], aliases: [] }));
  const here = page.followed.value.standing === "here";
  return (
    <Fact name={strings.fact.networks}>
      {networks.length === 0 ? <span class="muted">{strings.none}</span> : null}
      {networks.map(({ name, id, addresses, aliases }) => (
        <div key={name}>
          {id === "" || !here ? (
            <bdi>{line(name)}</bdi>
          ) : (
            <FactLink
              title={strings.inspectNetwork}
              onClick={() => void page.actions.showResource("network", { host: container.host, id }, name)}
            >
              <bdi>{line(name)}</bdi>
            </FactLink>
          )}{" "}
          <span class="muted mono">{line(addresses.join(" "))}</span>
          {aliases.length === 0 ? null : (
            <div class="muted small">
              {strings.alias} <bdi>{line(aliases.join(", "))}</bdi>
            </div>
          )}
        </div>
      ))}
    </Fact>
  );
}

export function MountsFact({ page, container }: PageProps) {
  const mounts: readonly MountDetails[] = page.details.details.value?.mounts ?? container.mounts;
  return (
    <Fact name={strings.fact.mounts}>
      {mounts.length === 0 ? <span class="muted">{strings.none}</span> : null}
      {mounts.map((mount) => (
        <div key={mount.destination}>
          <MountSource page={page} container={container} mount={mount} />{" "}
          <span class="muted">
            → <bdi>{line(mount.destination)}</bdi>, {line(mount.type)}
            {mount.most === undefined ? "" : `, ${strings.atMost(bytes(mount.most))}`}
            {mount.writable ? "" : `, ${strings.readOnly}`}
          </span>
        </div>
      ))}
    </Fact>
  );
}

/** A volume leads to what there is to know of it; the path of a bind is copied. */
function MountSource({ page, container, mount }: PageProps & { mount: ContainerMount }) {
  const { type, source } = mount;
  if (source === "") return null;
  const words = <bdi>{isAnonymousVolume(mount) ? strings.anonymous(source.slice(0, 12)) : line(source)}</bdi>;
  if (type === "bind")
    return (
      <FactLink title={strings.copyPath} onClick={() => void page.actions.copy(source, strings.copiedPath)}>
        {words}
      </FactLink>
    );
  if (type !== "volume" || page.followed.value.standing !== "here") return words;
  return (
    <FactLink
      title={strings.inspectVolume}
      onClick={() => void page.actions.showResource("volume", { host: container.host, id: source }, source)}
    >
      {words}
    </FactLink>
  );
}
