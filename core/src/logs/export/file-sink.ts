import { open } from "node:fs/promises";
import { FileUnwritable } from "../../errors/errors.ts";
import type { ExportSink } from "./log-exports.ts";

/** A file on this machine; what was there is overwritten. FileUnwritable, at the beginning or later. */
export async function fileSink(path: string): Promise<ExportSink> {
  const file = await open(path, "w").catch((error: unknown) => {
    throw unwritable(path, error);
  });
  return {
    async write(text) {
      await file.appendFile(text).catch((error: unknown) => {
        throw unwritable(path, error);
      });
    },
    close: () => file.close(),
  };
}

function unwritable(path: string, error: unknown): FileUnwritable {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return new FileUnwritable(path, code, error instanceof Error ? error.message : String(error), { cause: error });
}
