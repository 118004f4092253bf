import type { Told } from "@quayside/shared-ui/app/tell.ts";
import { shortened } from "@quayside/shared-ui/text/shortened.ts";
import { visibleText } from "@quayside/shared-ui/text/visible-text.ts";
import type { DesktopClient } from "./desktop.ts";

/** A toast stands for a few seconds: nobody reads more. */
const LONGEST = 200;

/** Says it by Docker Desktop's own toasts; in the page where there are none. The names in it come from strangers. */
export function showToast(client: DesktopClient, { level, text }: Told, inPage: (text: string) => void): void {
  const plain = shortened(visibleText(text), LONGEST);
  const toast = client.desktopUI?.toast;
  if (toast?.[level] === undefined) inPage(plain);
  else toast[level](plain);
}
