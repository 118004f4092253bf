import { type AccessLevel, connectionAddress, type Host, keepsOldKey } from "@quayside/core/model/host.ts";
import { Button } from "../controls/button.tsx";
import { Icon, type IconName } from "../controls/icon.tsx";
import { type MarkShape, type MarkTone, StateMark } from "../controls/state-mark.tsx";
import { clockTime } from "../text/clock-time.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { type ContainerCounts, type Fact, factsOf } from "./host-facts.ts";
import { HostMenu } from "./host-menu.tsx";
import type { HostsModel } from "./hosts-model.ts";
import { strings } from "./strings.ts";

const accessIcons: Readonly<Record<AccessLevel, IconName>> = { view: "eye", operate: "play", admin: "key" };

/** An engine's own words have no length of their own. */
const LONGEST_SENTENCE = 500;

const marks: Readonly<Record<Host["state"]["kind"], readonly [MarkShape, MarkTone]>> = {
  online: ["run", "run"],
  connecting: ["wait", "off"],
  unreachable: ["off", "bad"],
  disabled: ["exit", "off"],
};

function Title({ host, level: Heading }: { host: Host; level: "h2" | "h3" }) {
  const [shape, tone] = marks[host.state.kind];
  const name = visibleText(host.name);
  return (
    <>
      <StateMark shape={shape} tone={tone} label={strings.states[host.state.kind]} />
      {host.colour === undefined ? null : (
        <span
          class={`host-colour hc-${host.colour}`}
          role="img"
          aria-label={strings.colour(host.colour)}
          title={strings.colour(host.colour)}
        />
      )}
      <Heading class="t" title={name}>
        <bdi>{name}</bdi>
      </Heading>
      {host.isDefault ? (
        <span class="tag" title={strings.defaultWhy}>
          {strings.default}
        </span>
      ) : null}
      {host.found ? (
        <span class="tag" title={strings.foundWhy}>
          {strings.found}
        </span>
      ) : null}
      {host.connection.kind === "tls" && !host.connection.verify ? (
        <span class="tag warn" title={strings.notVerifiedWhy}>
          <Icon name="warning" />
          {strings.notVerified}
        </span>
      ) : null}
    </>
  );
}

function FactRow({ label, parts, below = [], whole = below.length > 0 }: Fact) {
  return (
    <>
      <dt>{label}</dt>
      <dd title={visibleText(parts.map(({ text }) => text).join(", "))}>
        <span class={whole ? "" : "t"}>
          {parts.map(({ text, tone = "" }, index) => [
            index === 0 ? null : ", ",
            <span key={text} class={tone}>
              {visibleText(text)}
            </span>,
          ])}
        </span>
        {below.map((sentence) => (
          <span key={sentence} class="small muted">
            {visibleText(shortened(sentence, LONGEST_SENTENCE))}
          </span>
        ))}
      </dd>
    </>
  );
}

function Foot({ model, host }: { model: HostsModel; host: Host }) {
  const { state } = host;
  const name = visibleText(host.name);
  return (
    <div class="hcard-foot">
      <ul class="tags">
        {(host.tags ?? []).map((tag) => (
          <li key={tag} class="tag">
            <bdi class="t">{visibleText(tag)}</bdi>
          </li>
        ))}
      </ul>
      {state.kind === "online" ? (
        <span class="muted small since">{strings.connectedSince(clockTime(state.since, model.now.value))}</span>
      ) : state.kind === "unreachable" ? (
        <>
          {keepsOldKey(host) ? (
            <Button
              small
              title={`${strings.forgetKey}: ${name}`}
              onClick={() => {
                model.question.value = { about: "forget-key", host };
              }}
            >
              {strings.forgetKey}
            </Button>
          ) : null}
          <Button small title={`${strings.tryNow}: ${name}`} onClick={() => void model.actions.retry(host)}>
            {strings.tryNow}
          </Button>
        </>
      ) : state.kind === "disabled" ? (
        <Button small title={`${strings.enable}: ${name}`} onClick={() => void model.actions.setEnabled(host, true)}>
          {strings.enable}
        </Button>
      ) : null}
    </div>
  );
}

interface Props {
  readonly model: HostsModel;
  readonly host: Host;
  readonly counts: ContainerCounts | undefined;
}

export function HostCard({ model, host, counts }: Props) {
  const listed = model.inventory.value?.listed.has(host.id) === true;
  const known = {
    counts: counts ?? (listed ? noContainers : undefined),
    disk: model.disks.spaces.value.get(host.id),
  };
  return (
    <article
      class={`card hcard ${host.state.kind === "disabled" ? "dim" : ""}`}
      data-host={host.id}
      aria-label={visibleText(host.name)}
    >
      <header class="row-x hcard-head">
        <Title host={host} level={host.group === undefined ? "h2" : "h3"} />
        <span class="grow" />
        <span class="tag" title={strings.accessWhy[host.access]}>
          <Icon name={accessIcons[host.access]} />
          {strings.access[host.access]}
        </span>
        <HostMenu model={model} host={host} />
      </header>
      <p class="mono muted t hcard-address">{visibleText(connectionAddress(host.connection))}</p>
      <dl class="facts">
        {factsOf(host, known, model.now.value).map((fact) => (
          <FactRow key={fact.label} {...fact} />
        ))}
      </dl>
      <Foot model={model} host={host} />
    </article>
  );
}

const noContainers: ContainerCounts = { total: 0, running: 0, unhealthy: 0, restarting: 0, failed: 0, paused: 0 };
