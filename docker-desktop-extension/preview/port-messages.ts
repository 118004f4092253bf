/** Between the tab's page and Docker Desktop around it. Only what a structured clone keeps gets across. */

export interface ServiceRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface ServiceReply {
  /** 0: no answer came at all, and the body says why. */
  readonly status: number;
  readonly body: string;
}

export interface ExecRequest {
  /** Where it runs: the docker command line, the backend's container, this machine. */
  readonly where: "docker" | "vm" | "host";
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly env: Readonly<Record<string, string>> | undefined;
  readonly stream: boolean;
  readonly splitOutputLines: boolean;
}

export interface ExecOutcome {
  readonly cmd: string;
  readonly code: number;
  readonly signal?: string;
  readonly killed: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

export type ExecEvent =
  | { readonly stdout: string }
  | { readonly stderr: string }
  | { readonly error: string }
  | { readonly close: number };

export type DesktopRequest =
  | { readonly kind: "service"; readonly id: number; readonly request: ServiceRequest }
  | { readonly kind: "exec"; readonly id: number; readonly request: ExecRequest }
  | { readonly kind: "close"; readonly id: number }
  | { readonly kind: "toast"; readonly level: "success" | "warning" | "error"; readonly text: string }
  | { readonly kind: "external"; readonly url: string }
  | { readonly kind: "navigate"; readonly place: string; readonly args: readonly unknown[] };

export type DesktopReply =
  | { readonly kind: "service"; readonly id: number; readonly reply: ServiceReply }
  | { readonly kind: "exec"; readonly id: number; readonly outcome: ExecOutcome }
  | { readonly kind: "output"; readonly id: number; readonly event: ExecEvent };

/** How the two find each other's messages among others on the same page. */
export const portMark = "quayside-simulated-desktop";
