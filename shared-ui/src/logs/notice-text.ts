import type { LogNotice } from "@quayside/core/model/log-line.ts";
import type { IconName } from "../controls/icon.tsx";
import { clockSeconds } from "../text/clock-time.ts";
import { duration } from "../text/duration.ts";
import { visibleText } from "../text/visible-text.ts";
import { strings } from "./strings.ts";

/** What happened to the stream, in one quiet line. */
export function noticeText(notice: LogNotice): string {
  switch (notice.kind) {
    case "reconnected":
      return strings.reconnected(duration(notice.to - notice.from), clockSeconds(notice.from), clockSeconds(notice.to));
    case "restarted":
      return strings.restarted(clockSeconds(notice.at));
    case "recreated":
      return strings.recreated(clockSeconds(notice.at), visibleText(notice.id.slice(0, 12)));
    case "ended":
      return strings.exited(clockSeconds(notice.at), notice.exitCode);
    case "removed":
      return strings.removed(clockSeconds(notice.at));
    case "skipped":
      return strings.skipped(notice.lines);
    case "unreachable":
      return strings.unreachable(visibleText(notice.reason));
    case "unreadable":
      return strings.unreadable(visibleText(notice.reason));
  }
}

const ICONS: Readonly<Record<LogNotice["kind"], IconName>> = {
  reconnected: "plug",
  restarted: "restart",
  recreated: "container",
  ended: "stop",
  removed: "trash",
  skipped: "warning",
  unreachable: "plug",
  unreadable: "lock",
};

export function noticeIcon(notice: LogNotice): IconName {
  return ICONS[notice.kind];
}
