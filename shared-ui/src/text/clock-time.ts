const two = (value: number): string => String(value).padStart(2, "0");

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "14:18" in local time. */
export function clockMinutes(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** "14:31:57" in local time. */
export function clockSeconds(time: number): string {
  return `${clockMinutes(time)}:${two(new Date(time).getSeconds())}`;
}

/** "18 Nov" in local time. */
export function dayMonth(time: number): string {
  const date = new Date(time);
  return `${date.getDate()} ${months[date.getMonth()]}`;
}

/** "18 Nov" in local time, with the year where it is another. */
export function dayOf(time: number, now: number): string {
  const year = new Date(time).getFullYear();
  return year === new Date(now).getFullYear() ? dayMonth(time) : `${dayMonth(time)} ${year}`;
}

/** "18 Nov 2026, 09:41" in local time. */
export function dateTime(time: number): string {
  return `${dayMonth(time)} ${new Date(time).getFullYear()}, ${clockMinutes(time)}`;
}

/** "18 Nov 2026, 09:41:07" in local time. */
export function dateTimeSeconds(time: number): string {
  return `${dayMonth(time)} ${new Date(time).getFullYear()}, ${clockSeconds(time)}`;
}

/** "14:18" in local time, with the date before it when that is not today. */
export function clockTime(time: number, now: number): string {
  return isSameDay(time, now) ? clockMinutes(time) : dateTime(time);
}

export function isSameDay(time: number, other: number): boolean {
  return new Date(time).toDateString() === new Date(other).toDateString();
}
