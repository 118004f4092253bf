import type { Prompter } from "../../model/prompter.ts";
import type { Credentials } from "../credentials.ts";

/** For whom a login is made, and who can be asked about it. */
export interface LoginContext {
  /** The host's id: its secrets lie under it. */
  readonly hostId: string;
  /** The host's name, for questions. */
  readonly hostName: string;
  readonly credentials: Credentials;
  /** Undefined where nobody sits before it: what is not known then is a failure that says what is needed. */
  readonly prompter: Prompter | undefined;
  readonly signal: AbortSignal;
}
