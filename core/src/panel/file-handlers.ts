import type { Files } from "../files/files.ts";
import { PANEL_FILE_BYTES } from "../model/container-file.ts";
import { parentPath } from "../model/file-path.ts";
import type { MethodName, PanelHandlers } from "./methods.ts";
import { callOnHost, type HostName, streamOnHost } from "./on-host.ts";
import { PanelUploads } from "./panel-uploads.ts";

type FileMethod = Extract<MethodName, `files.${string}`>;

/** Parts of a download are so long: small enough for every transport. */
const PART = 96 << 10;

export function fileHandlers(files: Files, hostName: HostName): Pick<PanelHandlers, FileMethod> {
  const uploads = new PanelUploads();
  return {
    "files.list": callOnHost(hostName, async ({ place, path, ...range }, signal) =>
      files.list(files.place(place), path, range, signal),
    ),
    "files.read": callOnHost(hostName, async ({ place, path }, signal) => {
      const { content, version } = await files.read(files.place(place), path, signal, PANEL_FILE_BYTES);
      return { base64: content.toString("base64"), version };
    }),
    "files.write": callOnHost(hostName, async ({ place, path, base64, expected }, signal) => {
      const bytes = Buffer.from(base64, "base64");
      const open = async function* () {
        yield bytes;
      };
      return files.write(files.place(place), path, { size: bytes.length, open }, expected, signal);
    }),
    "files.beginUpload": callOnHost(hostName, async ({ place, path, size, expected }, signal) => {
      const at = files.place(place);
      // So it is known which way leads there: what has been sent can't be sent another way again.
      await files.stat(at, parentPath(path), signal);
      return { id: uploads.begin(size, (content, abort) => files.write(at, path, content, expected, abort)) };
    }),
    "files.sendPart": ({ id, base64 }, signal) => uploads.send(id, Buffer.from(base64, "base64"), signal),
    "files.endUpload": ({ id }, signal) => uploads.end(id, signal),
    "files.cancelUpload": async ({ id }) => uploads.cancel(id),
    "files.makeDirectory": callOnHost(hostName, async ({ place, path }, signal) =>
      files.makeDirectory(files.place(place), path, signal),
    ),
    "files.rename": callOnHost(hostName, async ({ place, path, to }, signal) =>
      files.rename(files.place(place), path, to, signal),
    ),
    "files.remove": callOnHost(hostName, async ({ place, path }, signal) =>
      files.remove(files.place(place), path, signal),
    ),
    "files.confirmRemove": callOnHost(hostName, async ({ place, paths, directories }) =>
      files.confirmRemove(files.place(place), paths, directories),
    ),
    "files.download": streamOnHost(hostName, async function* ({ place, path }, signal) {
      const { bytes } = await files.open(files.place(place), path, undefined, signal);
      for await (const chunk of bytes)
        for (let at = 0; at < chunk.length; at += PART)
          yield { base64: chunk.subarray(at, at + PART).toString("base64") };
    }),
  };
}
