import { Icon } from "../controls/icon.tsx";
import { clockSeconds, isSameDay } from "../text/clock-time.ts";
import { milliseconds } from "../text/milliseconds.ts";
import { shortened } from "../text/shortened.ts";
import { visibleText } from "../text/visible-text.ts";
import { EventDetails } from "./event-details.tsx";
import { type BurstRow, countsOf, type DayRow, type EventRow, worstOf } from "./event-rows.ts";
import { burstTag, iconOf, sentenceOf, subjectOf, type Tag, tagOf, toneOf } from "./event-words.ts";
import type { EventsModel } from "./events-model.ts";
import { strings } from "./strings.ts";

/** What a row has room for at most. */
const SENTENCE = 500;
const NAME = 100;

const dayFormat = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
const DAY = 86_400_000;

export function DayHead({ row, now }: { row: DayRow; now: number }) {
  const day = dayFormat.format(row.time);
  const text = isSameDay(row.time, now)
    ? strings.today(day)
    : isSameDay(row.time, now - DAY)
      ? strings.yesterday(day)
      : day;
  return <div class="ev-day">{text}</div>;
}

export interface RowPlace {
  readonly id: string;
  readonly active: boolean;
  readonly position: number;
  readonly total: number;
}

const aria = ({ id, active, position, total }: RowPlace, level: number, open: boolean) => ({
  id,
  "aria-level": level,
  "aria-selected": active,
  "aria-posinset": position + 1,
  "aria-setsize": total,
  "aria-expanded": open,
});

interface EventProps {
  readonly model: EventsModel;
  readonly row: EventRow;
  readonly place: RowPlace;
}

export function EventLine({ model, row, place }: EventProps) {
  const { event, open, nested } = row;
  const hostName = model.hostName(event.host);
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      class={`ev-item ${nested ? "nested" : ""} ${place.active ? "active" : ""} ${open ? "open" : ""} tone-${toneOf(event)}`}
      {...aria(place, nested ? 2 : 1, open)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's, which has the focus */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div class="ev" onClick={() => model.toggle(row.key)}>
        <span class="edge" />
        <span class="tm">{clockSeconds(event.time)}</span>
        <Icon name={iconOf(event)} />
        <Name text={subjectOf(event, hostName)} />
        <Sentence text={sentenceOf(event, hostName)} />
        <TagMark tag={tagOf(event)} />
        <bdi class="ho t muted">{visibleText(shortened(hostName, NAME))}</bdi>
        <span class="du muted">{event.duration === undefined ? "" : milliseconds(event.duration)}</span>
        <Icon name={open ? "down" : "right"} />
      </div>
      {open ? <EventDetails model={model} event={event} /> : null}
    </div>
  );
}

interface BurstProps {
  readonly model: EventsModel;
  readonly row: BurstRow;
  readonly place: RowPlace;
}

export function BurstLine({ model, row, place }: BurstProps) {
  const { events, open } = row;
  const [newest = worstOf(events)] = events;
  const oldest = events.at(-1) ?? newest;
  const worst = worstOf(events);
  const hostName = model.hostName(newest.host);
  return (
    <div
      role="treeitem"
      tabIndex={-1}
      class={`ev-item ${place.active ? "active" : ""} ${open ? "open" : ""} tone-${toneOf(worst)}`}
      {...aria(place, 1, open)}
    >
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's, which has the focus */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <div class="ev" onClick={() => model.toggle(row.key)}>
        <span class="edge" />
        <span class="tm">{clockSeconds(newest.time)}</span>
        <Icon name={worst.level === "info" ? "restart" : iconOf(worst)} />
        <Name text={subjectOf(newest, hostName)} />
        <Sentence text={strings.burst(countsOf(events), newest.time - oldest.time)} />
        <TagMark tag={burstTag(events)} />
        <bdi class="ho t muted">{visibleText(shortened(hostName, NAME))}</bdi>
        <span class="du" />
        <Icon name={open ? "down" : "right"} />
      </div>
    </div>
  );
}

function Name({ text }: { text: string }) {
  const shown = visibleText(shortened(text, NAME));
  return (
    <bdi class="na t b" title={shown}>
      {shown}
    </bdi>
  );
}

function Sentence({ text }: { text: string }) {
  const shown = visibleText(shortened(text, SENTENCE));
  return (
    <bdi class="se t" title={shown}>
      {shown}
    </bdi>
  );
}

function TagMark({ tag }: { tag: Tag | undefined }) {
  return <span class="ta">{tag === undefined ? null : <span class={`tag tone-${tag.tone}`}>{tag.text}</span>}</span>;
}
