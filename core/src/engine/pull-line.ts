import { EngineError } from "../errors/errors.ts";
import { number, object, text } from "./json.ts";

/** One line of what an engine tells while it pulls. */
export interface PullLine {
  /** A layer; absent for what concerns the image as a whole. */
  readonly layer?: string;
  readonly status: string;
  readonly current?: number;
  readonly total?: number;
}

/** The status was sent long before: what goes wrong on the way comes as a line. Throws EngineError for such a one. */
export function parsePullLine(line: string): PullLine | undefined {
  if (line.trim() === "") return undefined;
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (cause) {
    // It may have been the line that says that the pull failed.
    throw new EngineError(200, "The engine’s report of the pull can’t be read.", { cause });
  }
  const record = object(json);
  const error = text(object(record.errorDetail).message) || text(record.error);
  if (error !== "") throw new EngineError(200, error);
  const status = text(record.status);
  const id = text(record.id);
  const { current, total } = object(record.progressDetail);
  const [done, all] = [number(current), number(total)];
  return {
    status,
    // Here the id is the tag.
    ...(id === "" || status.startsWith("Pulling from ") ? {} : { layer: id }),
    ...(done === undefined ? {} : { current: done }),
    ...(all === undefined || all <= 0 ? {} : { total: all }),
  };
}
