// The second bundle: everything that may wait until the view is registered.
export { Quayside } from "@quayside/core";
export { parseAddress } from "@quayside/core/hosts/found-engines.ts";
export { panelHandlers } from "@quayside/core/panel/panel-handlers.ts";
export { servePanel } from "@quayside/core/panel/serve-panel.ts";
