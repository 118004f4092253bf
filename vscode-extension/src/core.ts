// The second bundle: everything that may wait until the view is registered.
export { Quayside } from "@quayside/core";
export { parseAddress, tlsFiles } from "@quayside/core/hosts/found-engines.ts";
export { belongTogether, pastedCertificate, pastedPrivateKey } from "@quayside/core/hosts/pasted-pem.ts";
export { thisMachine } from "@quayside/core/hosts/this-machine.ts";
export { fileSink } from "@quayside/core/logs/export/file-sink.ts";
export { panelHandlers } from "@quayside/core/panel/panel-handlers.ts";
export { servePanel } from "@quayside/core/panel/serve-panel.ts";
