import { PanelError } from "@quayside/core/panel/panel-error.ts";
import { shortened } from "@quayside/shared-ui/text/shortened.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { DesktopClient } from "./desktop.ts";

/** Opens it in the person's browser; throws for what a browser should not be told by a page. */
export function openExternal(client: DesktopClient, address: string): void {
  if (!/^https?:\/\//i.test(address)) throw refused(address);
  client.host.openExternal(address);
}

/**
 * No link of the page leads its frame elsewhere: there would be no way back, and what is there would have Docker
 * Desktop's API. Those within the page go on, those to the web are opened in the browser, others not at all.
 * The link of a download is in no document, and so none of these.
 */
export function guardLinks(page: Document, open: (address: string) => void): void {
  const guard = (event: Event): void => {
    const link = event.composedPath().find((part) => part instanceof Element && part.matches("a, area"));
    if (!(link instanceof Element)) return;
    const address = link.getAttribute("href") ?? link.getAttribute("xlink:href");
    // With another button or key the browser would open even these elsewhere.
    const isPlain = event instanceof MouseEvent && event.button === 0 && !event.ctrlKey && !event.metaKey;
    if (address === null || (address.startsWith("#") && isPlain && !event.shiftKey)) return;
    event.preventDefault();
    if (!address.startsWith("#")) open(address);
  };
  for (const kind of ["click", "auxclick"]) page.addEventListener(kind, guard, { capture: true });
}

const refused = (address: string) =>
  new PanelError({
    name: "NotAllowed",
    title: "This address is not opened",
    sentence: `Quayside opens only addresses of the web: ${visibleText(shortened(address, 100))}`,
    hint: "Look at where it comes from.",
    detail: "",
  });
