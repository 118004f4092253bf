import type { Row } from "./row.ts";
import { containerRows } from "./rows/container.ts";
import { containersRows } from "./rows/containers.ts";
import { eventsRows } from "./rows/events.ts";
import { filesRows } from "./rows/files.ts";
import { hostsRows } from "./rows/hosts.ts";
import { logsRows } from "./rows/logs.ts";
import { mergedLogsRows } from "./rows/merged-logs.ts";
import { savedFilterRows } from "./rows/saved-filters.ts";
import { searchRows } from "./rows/search.ts";
import { statsRows } from "./rows/stats.ts";
import { terminalsRows } from "./rows/terminals.ts";

/** Each is done in each home by the same steps; a row that works in one home only fails. */
export const rows: readonly Row[] = [
  ...containersRows,
  ...containerRows,
  ...logsRows,
  ...mergedLogsRows,
  ...savedFilterRows,
  ...searchRows,
  ...eventsRows,
  ...terminalsRows,
  ...filesRows,
  ...statsRows,
  ...hostsRows,
];
