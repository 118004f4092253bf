import { cards } from "./cards.ts";
import type { Picture } from "./line-view.ts";
import { strings } from "./strings.ts";
import { momentText } from "./time-scale.ts";

/** More rows are not read by anybody; the rest is there when the picture is of a shorter time. */
const ROWS = 120;

const columns = [
  ...cards.flatMap(({ title, unit, series }) =>
    series.map(({ metric, label }) => ({ metric, unit, title: label === "" ? title : `${title} ${label}` })),
  ),
];

/** The same values as the charts have, newest first. */
export function UseTable({ picture, what }: { picture: Picture; what: string }) {
  const { points, from, to, step, now } = picture;
  const seen = points.filter(({ time }) => time >= from && time <= to);
  const rows = seen.slice(-ROWS).reverse();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <section class="use-rows" tabIndex={0} aria-label={strings.tableOf(what)}>
        <table class="values">
          <thead>
            <tr>
              <th scope="col">{strings.time}</th>
              {columns.map(({ title }) => (
                <th scope="col" class="num" key={title}>
                  {title}
                </th>
              ))}
              <th scope="col" class="num">
                {strings.pids}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ time, values, started }) => (
              <tr key={time}>
                <th scope="row">
                  {momentText(time, step, now)}
                  {started === true ? <span class="muted"> {strings.restarted}</span> : null}
                </th>
                {columns.map(({ metric, unit, title }) => {
                  const spread = values[metric];
                  return (
                    <td class="num" key={title}>
                      {spread === undefined ? <span class="muted">–</span> : cell(unit.text, spread, step)}
                    </td>
                  );
                })}
                <td class="num">
                  {values.pids === undefined ? <span class="muted">–</span> : Math.round(values.pids[1])}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {seen.length > ROWS ? <p class="muted small">{strings.rowsOf(ROWS, seen.length)}</p> : null}
    </>
  );
}

function cell(text: (value: number) => string, [, mean, most]: readonly number[], step: number) {
  const words = text(mean ?? 0);
  return step > 1_000 && most !== undefined && text(most) !== words ? strings.peak(words, text(most)) : words;
}
