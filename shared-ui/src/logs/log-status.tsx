import { clockSeconds } from "../text/clock-time.ts";
import type { LogsModel } from "./logs-model.ts";
import { strings } from "./strings.ts";

function followText(model: LogsModel): string {
  const follow = model.follow.value;
  if (follow.kind === "let-go") return strings.letGo(clockSeconds(follow.at));
  return model.stream.value.kind === "live"
    ? strings.following
    : model.stream.value.kind === "ended"
      ? strings.ended
      : "";
}

/** The line at the foot: what is in the window, and whether it follows. */
export function LogStatus({ model }: { model: LogsModel }) {
  void model.picture.value;
  const { lines, dropped } = model.window;
  const { timestamps } = model.settings.value;
  const omitted = model.sources.omitted.value;
  const { search } = model;
  const hidden = lines - model.shown.lines;
  const cleared = model.clearedAt.value;
  const copied = model.picks.copied.value;
  const picked = model.picks.count.value;
  return (
    <footer class="status">
      <span>{strings.lines(lines)}</span>
      {dropped === 0 ? null : <span class="t">{strings.dropped(dropped)}</span>}
      {omitted === 0 ? null : <span class="t">{strings.omitted(omitted)}</span>}
      {cleared === undefined ? null : <span class="hide-560">{strings.cleared(clockSeconds(cleared))}</span>}
      {model.filter.marked === undefined ? null : <span>{strings.passing(model.filter.marked.lines)}</span>}
      {hidden === 0 ? null : <span>{strings.hiddenLines(hidden)}</span>}
      {model.filter.busy.value ? <span role="status">{strings.filtering}</span> : null}
      {search.query.value.text === "" ? null : <span>{strings.hits(search.hits.value.length)}</span>}
      {picked === 0 ? null : <span>{strings.selected(picked)}</span>}
      <span role="status">{copied === undefined ? "" : strings.copied(copied)}</span>
      <span class="grow" />
      {timestamps === "off" ? null : <span class="hide-560">{strings.timeStyles[timestamps]}</span>}
      <span class="t">{followText(model)}</span>
    </footer>
  );
}
