import type { ErrorInfo } from "./error-info.ts";
import { type HostUnreachable, isError } from "./errors.ts";
import { refusedFile } from "./file-refused.ts";
import { notLetIn, refusedKey } from "./not-let-in.ts";
import { untrusted } from "./untrusted.ts";

/** What is likely to listen there; of what doesn't answer only the address is known. */
function engineAt(address: string): "Docker" | "Podman" {
  return /podman/.test(address) ? "Podman" : "Docker";
}

const unreachable: Record<
  HostUnreachable["reason"],
  (host: string, address: string) => Pick<ErrorInfo, "title" | "sentence" | "hint">
> = {
  "socket-missing": (host, address) => ({
    title: `${engineAt(address)} is not running on ${host}`,
    sentence: `There is nothing at ${address}.`,
    hint: `Start ${engineAt(address)}, or change the address of this host. Quayside connects by itself as soon as the engine is there.`,
  }),
  "socket-permission": (host, address) => ({
    title: `No permission for ${engineAt(address)} on ${host}`,
    sentence: `Your user may not open ${address}.`,
    hint:
      engineAt(address) === "Podman"
        ? "This socket is root’s. Log in as root, or use your own one: systemctl --user enable --now podman.socket."
        : "On Linux: add your user to the group “docker” (sudo usermod -aG docker $USER), then log in again.",
  }),
  refused: (host, address) => ({
    title: `${engineAt(address)} is not running on ${host}`,
    sentence: `${address} is there, but nobody answers at it: the engine has stopped.`,
    hint: `Start ${engineAt(address)}. Quayside connects by itself as soon as the engine is there.`,
  }),
  timeout: (host, address) => ({
    title: `${host} does not answer`,
    sentence: `The engine at ${address} took the connection and then gave no answer in time.`,
    hint: "The engine may be overloaded or stuck. Quayside tries again by itself.",
  }),
  silent: (host, address) => ({
    title: `${host} does not answer`,
    sentence: `Nothing at ${address} took the connection in time.`,
    hint: "Check that it is running, and that this machine is on the right network or VPN. Quayside tries again by itself.",
  }),
  "connection-lost": (host, address) => ({
    title: `The connection to ${host} broke`,
    sentence: `${address} closed the connection.`,
    hint: address.startsWith("ssh:")
      ? "Its machine, the SSH server there or the engine has stopped or restarts. Quayside tries again by itself."
      : "The engine has stopped or restarts. Quayside tries again by itself.",
  }),
  "not-an-engine": (host, address) => ({
    title: `${host} is not a Docker engine`,
    sentence: `Something answers at ${address}, but not as Docker’s API does.`,
    hint: "Check the address of this host.",
  }),
  "name-unknown": (host, address) => ({
    title: `${host} can’t be found`,
    sentence: `No address is known for the name in ${address}.`,
    hint: "Check the name, and that this machine is on the right network or VPN.",
  }),
  "no-route": (host, address) => ({
    title: `${host} can’t be reached`,
    sentence: `This machine knows no way to ${address}.`,
    hint: "Check that this machine is on the right network or VPN. Quayside tries again by itself.",
  }),
  "ssh-refused": (host, address) => ({
    title: `${host} takes no SSH connections`,
    sentence: `Nobody listens at ${address}.`,
    hint: "Check the port, and that the SSH server is running there. Quayside tries again by itself.",
  }),
  "not-ssh": (host, address) => ({
    title: `${host} doesn’t speak SSH`,
    sentence: `What answers at ${address} is no SSH server, or none that can be understood.`,
    hint: "Check the address and the port of this host.",
  }),
  "ssh-settings": (host, address) => ({
    title: `The SSH settings for ${host} can’t be used`,
    sentence: `What they say of ${address} leads nowhere.`,
    hint: "Mend what the details name: ssh -G shows what ssh makes of your settings.",
  }),
  "forwarding-refused": (host, address) => ({
    title: `${host} lets nobody through to Docker`,
    sentence: `The SSH server at ${address} forbids the way to the engine’s socket, and there is no docker command that could stand in.`,
    hint: "Allow it there (AllowStreamLocalForwarding yes in sshd_config), or install docker’s command line for this user.",
  }),
  "ports-refused": (host, address) => ({
    title: `${host} lets nobody through to a port`,
    sentence: `The SSH server at ${address} forbids the way to the ports of its machine.`,
    hint: "Allow it there: AllowTcpForwarding yes in sshd_config, and PermitOpen any.",
  }),
  "sessions-used-up": (host, address) => ({
    title: `${host} opens no further shell`,
    sentence: `The SSH server at ${address} allows only so many sessions on one connection, and all are in use.`,
    hint: "Close a shell of this host, or allow more there: MaxSessions in sshd_config.",
  }),
  "terminal-refused": (host, address) => ({
    title: `${host} gives you no shell`,
    sentence: `The SSH server at ${address} let you in, but it gives this user no terminal.`,
    hint: "Allow it there: PermitTTY yes in sshd_config, and nothing that forbids it in authorized_keys.",
  }),
  "ssh-lost": (host, address) => ({
    title: `The connection to ${host} broke`,
    sentence: `The SSH connection to ${address} ended, and with it what went through it.`,
    hint: "Quayside connects again by itself; then open it anew. What ran there under tmux or nohup goes on.",
  }),
  disabled: (host) => ({
    title: `${host} is disabled`,
    sentence: "Quayside doesn’t connect to it.",
    hint: "Enable the host first.",
  }),
  other: (host, address) => ({
    title: `${host} can’t be reached`,
    sentence: `The connection to ${address} failed.`,
    hint: "Quayside tries again by itself.",
  }),
};

/** All wording for people. `host` is the host's name, where the error belongs to one. */
export function describeError(error: unknown, host?: string): ErrorInfo {
  const jumpHost = error instanceof Error && "jumpHost" in error ? error.jumpHost : undefined;
  if (host === undefined || typeof jumpHost !== "string") return inWords(error, host);
  const words = inWords(error, jumpHost);
  return { ...words, sentence: `${words.sentence} ${host} is reached through it.` };
}

function inWords(error: unknown, host: string | undefined): ErrorInfo {
  // OpenSSL’s words end with a line break.
  const detail = (error instanceof Error ? error.message : String(error)).trim();
  const where = host === undefined ? "" : ` on ${host}`;
  if (isError(error, "HostUnreachable")) {
    const words = unreachable[error.reason](host ?? error.address, error.address);
    return { name: error.name, reason: error.reason, detail, ...words };
  }
  if (isError(error, "TlsFailed")) {
    return { name: error.name, detail, ...untrusted[error.reason](host ?? error.address, error.address) };
  }
  if (isError(error, "HostKeyRefused")) {
    return { name: error.name, ...refusedKey(error, host ?? error.address) };
  }
  if (isError(error, "AuthenticationFailed")) {
    return { name: error.name, detail, ...notLetIn[error.reason](host ?? error.address, error.address) };
  }
  if (isError(error, "EngineError")) {
    return {
      name: error.name,
      title: `Docker refused${where}`,
      sentence: detail,
      hint:
        error.status >= 500
          ? "The engine itself failed; its own log may say more."
          : "Mend what the engine names, then try again.",
      detail: `HTTP ${error.status}: ${detail}`,
    };
  }
  if (isError(error, "NotFound")) {
    return {
      name: error.name,
      title: `Not found${where}`,
      sentence: detail,
      hint: error.hint ?? "It may have been removed in the meantime.",
      ...(error.remedy === undefined ? {} : { remedy: error.remedy }),
      detail,
    };
  }
  if (isError(error, "Conflict")) {
    return {
      name: error.name,
      title: `Not possible now${where}`,
      sentence: detail,
      hint: "Look at its present state, then try again.",
      detail,
    };
  }
  if (isError(error, "NotAllowed")) {
    return {
      name: error.name,
      title: `Not allowed${where}`,
      sentence: detail,
      hint: "Raise the access level of the host if you mean it.",
      detail,
    };
  }
  if (isError(error, "InvalidInput")) {
    return {
      name: error.name,
      title: `“${error.field}” can’t be taken`,
      sentence: detail,
      hint: "Correct it and try again.",
      detail,
    };
  }
  if (isError(error, "FileRefused")) return { name: error.name, detail, ...refusedFile(error, where) };
  if (isError(error, "StoreUnusable")) {
    return {
      name: error.name,
      title: "Quayside’s own files can’t be used",
      sentence: detail,
      hint: "Check the folder that it names.",
      detail,
    };
  }
  if (isError(error, "FileUnwritable")) {
    const full = error.code === "ENOSPC" || error.code === "EDQUOT";
    return {
      name: error.name,
      title: full ? "The disk is full" : "The file can’t be written",
      sentence: full ? `${error.path} has what fitted.` : error.path,
      hint: full ? "Make room, or choose another disk." : "Choose another place.",
      detail,
    };
  }
  if (isError(error, "Cancelled")) {
    return { name: error.name, title: "Cancelled", sentence: "It was cancelled.", hint: "", detail };
  }
  return {
    name: "Unexpected",
    title: `Something went wrong${where}`,
    sentence: detail,
    hint: "If it comes again, please report it with the log of Quayside.",
    detail,
  };
}
