import * as v from "valibot";
import { isError } from "../errors/errors.ts";
import { throwIfAborted } from "../lifetime/abort.ts";
import { type ExecOptions, isSecretEntry } from "../model/terminal-request.ts";
import { StateFile, type StateFileOptions } from "../storage/state-file.ts";

const texts = v.pipe(v.array(v.string()), v.readonly());
const options = v.object({
  command: v.exactOptional(texts),
  user: v.exactOptional(v.string()),
  directory: v.exactOptional(v.string()),
  environment: v.exactOptional(texts),
});
const kept = v.looseObject({ containers: v.optional(v.record(v.string(), options), {}) });
type Kept = v.InferOutput<typeof kept>;

/** Container names; the one that was used longest ago goes first. */
const MOST = 300;

/** What people chose for their terminals, by the container's name, in a file that all windows share. */
export class TerminalMemory {
  readonly #file: StateFile<Kept>;
  readonly #report: (error: unknown) => void;
  readonly #closed = new AbortController();

  constructor(where: Pick<StateFileOptions<Kept>, "path" | "report" | "clock">) {
    this.#report = (error) => {
      if (isError(error, "StoreUnusable")) where.report({ path: where.path, sentence: error.message, error });
    };
    this.#file = new StateFile<Kept>({
      ...where,
      version: 1,
      empty: { containers: {} },
      parse: (data) => v.parse(kept, data),
    });
  }

  /** Nothing where nothing was chosen yet, nor where the file can't be read, which is reported. */
  async last(container: string, signal: AbortSignal): Promise<ExecOptions> {
    const { containers } = await this.#file.read(signal).then(
      ({ data }) => data,
      (error: unknown) => {
        throwIfAborted(signal);
        this.#report(error);
        return { containers: {} } as Kept;
      },
    );
    return Object.hasOwn(containers, container) ? (containers[container] ?? {}) : {};
  }

  /** It is a help for the next time: nobody waits for it. What looks secret in the environment is not written. */
  keep(container: string, chosen: ExecOptions): void {
    const { command, user, directory, environment = [] } = chosen;
    const open = environment.filter((entry) => !isSecretEntry(entry));
    const worth: ExecOptions = {
      ...(command === undefined ? {} : { command }),
      ...(user === undefined ? {} : { user }),
      ...(directory === undefined ? {} : { directory }),
      ...(open.length === 0 ? {} : { environment: open }),
    };
    const change = (data: Kept): Kept => {
      const others = Object.entries(data.containers).filter(([name]) => name !== container);
      const containers = Object.fromEntries([...others.slice(1 - MOST), [container, worth]]);
      return { ...data, containers };
    };
    this.#file.update(change, this.#closed.signal).catch(this.#report);
  }

  dispose(): void {
    this.#closed.abort();
    this.#file.dispose();
  }
}
