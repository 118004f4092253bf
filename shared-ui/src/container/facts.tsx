import type { Container } from "@quayside/core/model/container.ts";
import type { ComponentChildren } from "preact";
import { dateTime } from "../text/clock-time.ts";
import { visibleText } from "../text/visible-text.ts";
import type { PageProps } from "./page.ts";
import { strings } from "./strings.ts";

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Ports({ page, container }: PageProps) {
  if (container.ports.length === 0) return <span class="muted">{strings.none}</span>;
  return container.ports.map(({ publicPort, privatePort, protocol, address }) => (
    <div key={`${publicPort}/${privatePort}/${protocol}/${address}`}>
      {publicPort === undefined ? null : (
        <>
          <button type="button" class="link" onClick={() => void page.actions.openPort(container, publicPort)}>
            {publicPort}
          </button>{" "}
        </>
      )}
      <span class="muted">
        {publicPort === undefined ? "" : "→ "}
        {privatePort}/{visibleText(protocol)}
      </span>
    </div>
  ));
}

function Mounts({ container: { mounts } }: { container: Container }) {
  if (mounts.length === 0) return <span class="muted">{strings.none}</span>;
  return mounts.map(({ type, source, destination, writable }) => (
    <div key={destination}>
      <bdi>{visibleText(source)}</bdi>{" "}
      <span class="muted">
        → <bdi>{visibleText(destination)}</bdi>, {visibleText(type)}
        {writable ? "" : `, ${strings.readOnly}`}
      </span>
    </div>
  ));
}

export function Facts({ page, container }: PageProps) {
  return (
    <section>
      <div class="section-head">
        <h2>{strings.facts}</h2>
      </div>
      <dl class="page-facts">
        <Fact name={strings.fact.image}>
          <bdi>{visibleText(container.image)}</bdi>
        </Fact>
        <Fact name={strings.fact.command}>
          <bdi class="mono">{visibleText(container.command)}</bdi>
        </Fact>
        <Fact name={strings.fact.ports}>
          <Ports page={page} container={container} />
        </Fact>
        <Fact name={strings.fact.networks}>
          <bdi>{container.networks.length === 0 ? strings.none : visibleText(container.networks.join(", "))}</bdi>
        </Fact>
        <Fact name={strings.fact.mounts}>
          <Mounts container={container} />
        </Fact>
        <Fact name={strings.fact.created}>{dateTime(container.createdAt)}</Fact>
        <Fact name={strings.fact.id}>
          <span class="mono">{container.id.slice(0, 12)}</span>
        </Fact>
      </dl>
    </section>
  );
}
