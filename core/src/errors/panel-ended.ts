import type { ErrorInfo } from "./error-info.ts";

/** A transport can't be begun anew from within the page: both homes make a new one with a new page. */
const hint = "Close this page of Quayside and open it again.";

export const disconnected: ErrorInfo = {
  name: "Disconnected",
  title: "This panel has lost Quayside",
  sentence: "The connection between this panel and Quayside has ended.",
  hint,
  detail: "The transport ended.",
};

export function otherVersion(ours: number, theirs: number): ErrorInfo {
  return {
    name: "Disconnected",
    title: "This panel is of another version",
    sentence: "Quayside was updated while this panel was open.",
    hint,
    detail: `The panel speaks version ${ours} of the panel protocol, Quayside version ${theirs}.`,
  };
}

/** Whether the panel may offer to ask again: not where its connection is over, since nothing it asks arrives. */
export function mayTryAgain({ name }: ErrorInfo): boolean {
  return name !== "Disconnected";
}
