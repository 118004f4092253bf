const two = (value: number): string => String(value).padStart(2, "0");

/** "14:18" in local time, with the date before it when that is not today. */
export function clockTime(time: number, now: number): string {
  const date = new Date(time);
  const hours = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (date.toDateString() === new Date(now).toDateString()) return hours;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${hours}`;
}

/** "14:31:57" in local time. */
export function clockSeconds(time: number): string {
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** "18 Nov 2026, 09:41" in local time. */
export function dateTime(time: number): string {
  const date = new Date(time);
  const day = `${date.getDate()} ${months[date.getMonth()]} ${date.getFullYear()}`;
  return `${day}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}
