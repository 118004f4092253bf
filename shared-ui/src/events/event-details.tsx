import type { QuaysideEvent } from "@quayside/core/model/event.ts";
import type { ComponentChildren } from "preact";
import { Button } from "../controls/button.tsx";
import { clockMinutes, dateTimeSeconds } from "../text/clock-time.ts";
import { milliseconds } from "../text/milliseconds.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import type { EventsModel } from "./events-model.ts";
import { strings } from "./strings.ts";

/** More nobody reads in a row; the copy as JSON has all of it. */
const TEXT = 4_000;

/** All that is known of an event, and the ways on from there. */
export function EventDetails({ model, event }: { model: EventsModel; event: QuaysideEvent }) {
  const { time, message, command, exitCode, duration, cause, actor, error, details } = event;
  const container = model.containerOf(event);
  const away = event.host !== undefined && model.inventory.value?.hosts.get(event.host)?.state.kind !== "online";
  return (
    <div class="ev-more">
      <dl>
        <Fact name={strings.message}>{text(message)}</Fact>
        <Fact name={strings.time}>{dateTimeSeconds(time)}</Fact>
        {command === undefined ? null : (
          <Fact name={strings.command}>
            <code>{text(command)}</code>
          </Fact>
        )}
        {exitCode === undefined ? null : <Fact name={strings.exitCode}>{exitCode}</Fact>}
        {cause === undefined ? null : <Fact name={strings.cause}>{strings.causeSentences[cause]}</Fact>}
        {duration === undefined ? null : <Fact name={strings.took}>{milliseconds(duration)}</Fact>}
        {actor === undefined ? null : <Fact name={strings.actor}>{text(actor)}</Fact>}
        {error === undefined ? null : <Fact name={strings.error}>{text(error)}</Fact>}
        {typeof details?.from === "number" && typeof details.to === "number" ? (
          <Fact name={strings.span}>{`${dateTimeSeconds(details.from)} – ${dateTimeSeconds(details.to)}`}</Fact>
        ) : null}
        {details?.replayed === true ? <Fact name={strings.replayed}>{strings.replayedSentence}</Fact> : null}
      </dl>
      <div class="ev-ways">
        {container === undefined ? null : (
          <>
            <Button
              small
              icon="logs"
              reason={away ? strings.hostAway : undefined}
              onClick={() => void model.openLogs(container, event)}
            >
              {strings.logsAt(clockMinutes(time))}
            </Button>
            <Button small icon="container" onClick={() => void model.openContainer(container)}>
              {strings.openContainer}
            </Button>
          </>
        )}
        <Button small icon="copy" onClick={() => void model.copy(event)}>
          {strings.copyJson}
        </Button>
        {container === undefined &&
        event.subject?.type === "container" &&
        model.inventory.value !== undefined &&
        !away ? (
          <span class="muted small">{strings.containerGone}</span>
        ) : null}
      </div>
    </div>
  );
}

function text(stranger: string): string {
  return visibleText(shortened(stranger, TEXT));
}

function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
