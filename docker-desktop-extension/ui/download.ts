import type { ExportSink } from "@quayside/core/logs/export/log-exports.ts";

/** A piece of a download that is put aside: the browser keeps it on the disk where it is large. */
const PIECE = 1_000_000;

/**
 * What the page hands to the person as a file when it is closed. Docker Desktop gives its pages no file to write into:
 * until then it is the page's own, and lost with it.
 */
export function downloadSink(name: string): ExportSink {
  const pieces: Blob[] = [];
  let text = "";
  let closed = false;
  const put = (): void => {
    if (text !== "") pieces.push(new Blob([text]));
    text = "";
  };
  return {
    async write(more) {
      text += more;
      if (text.length > PIECE) put();
    },
    async close() {
      if (closed) return;
      closed = true;
      put();
      const url = URL.createObjectURL(new Blob(pieces, { type: "text/plain" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = name;
      link.click();
      URL.revokeObjectURL(url);
    },
  };
}
