import {
  hostKey,
  judgeHostKey,
  knownHostLine,
  knownTypes,
  parseKnownHosts,
} from "@quayside/core/hosts/ssh/known-hosts.ts";
import { parseSshSettings, parseSshTarget } from "@quayside/core/hosts/ssh/ssh-settings.ts";
import { describe, expect, test } from "vitest";

/** A key as it is on the wire: its type, then whatever. */
function blob(type: string, content: string): Buffer {
  const parts = [type, content].map((text) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(Buffer.byteLength(text));
    return Buffer.concat([length, Buffer.from(text)]);
  });
  return Buffer.concat(parts);
}

const ours = blob("ssh-ed25519", "ours");
const theirs = blob("ssh-ed25519", "theirs");
const rsa = blob("ssh-rsa", "ours");
const line = (hosts: string, key = ours): string =>
  `${hosts} ${key.toString("latin1", 4, 4 + key.readUInt32BE(0))} ${key.toString("base64")}`;
const judge = (text: string, name = "nas", port = 22, key = ours) =>
  judgeHostKey(parseKnownHosts([{ path: "/known", text }]), name, port, key).kind;

describe("known hosts", () => {
  test.each([
    ["a name", line("nas"), "known"],
    ["one of several names", line("nas.lab,nas,10.0.0.1"), "known"],
    ["another name", line("nas2"), "unknown"],
    ["a name in capitals", line("NAS"), "known"],
    ["another key", line("nas", theirs), "changed"],
    ["a key of another type", line("nas", rsa), "changed"],
    ["this key and another", `${line("nas", theirs)}\n${line("nas")}`, "known"],
    ["a glob", line("n?s"), "known"],
    ["a glob for many", line("*"), "known"],
    ["a glob with an exception", line("*,!nas"), "unknown"],
    ["an exception before its glob", line("!nas,*"), "unknown"],
    ["an exception for another", line("*,!vm"), "known"],
    ["nothing but an exception", line("!vm"), "unknown"],
    ["a revoked key", `@revoked ${line("*")}\n${line("nas")}`, "revoked"],
    ["a revoked key of another host", `@revoked ${line("vm")}\n${line("nas")}`, "known"],
    ["another key that is revoked", `@revoked ${line("*", theirs)}`, "unknown"],
    ["an authority", `@cert-authority ${line("*", theirs)}`, "authority"],
    ["an authority and the key itself", `@cert-authority ${line("*", theirs)}\n${line("nas")}`, "known"],
    ["a marker that nobody knows", `@other ${line("nas")}`, "unknown"],
    ["a comment", `# ${line("nas")}`, "unknown"],
    ["a line that is cut", line("nas").slice(0, 30), "unknown"],
    ["a type that is not the key’s", line("nas").replace("ssh-ed25519", "ssh-rsa"), "unknown"],
    ["Windows’ line ends", `${line("vm")}\r\n${line("nas")}\r\n`, "known"],
    ["many stars", line(`${"*a".repeat(40)}*`), "unknown"],
  ])("%s", (_what, text, verdict) => expect(judge(text)).toBe(verdict));

  test("a port of its own has a name of its own, and is also known by the name alone", () => {
    expect(judge(line("[nas]:2222"), "nas", 2222)).toBe("known");
    expect(judge(line("[nas]:2222"), "nas", 22)).toBe("unknown");
    expect(judge(line("nas"), "nas", 2222)).toBe("known");
    expect(judge(line("nas", theirs), "nas", 2222)).toBe("unknown");
    expect(judge(`${line("[nas]:2222", theirs)}\n${line("nas")}`, "nas", 2222)).toBe("changed");
  });

  test("a hashed name is found, with its port too, and no other", () => {
    const salt = Buffer.alloc(20, 7);
    expect(judge(knownHostLine("nas", 22, ours, salt))).toBe("known");
    expect(judge(knownHostLine("nas", 2222, ours, salt), "nas", 2222)).toBe("known");
    expect(judge(knownHostLine("vm", 22, ours, salt))).toBe("unknown");
    expect(judge(knownHostLine("nas", 22, theirs, salt))).toBe("changed");
  });

  test("what is changed is named with file, line and fingerprint", () => {
    const verdict = judgeHostKey(
      parseKnownHosts([{ path: "/known", text: `# mine\n${line("nas", theirs)}` }]),
      ...(["nas", 22, ours] as const),
    );
    expect(verdict).toMatchObject({ kind: "changed", known: [{ file: "/known", line: 2, ...hostKey(theirs) }] });
  });

  test("the types that are known are asked for first", () => {
    const lines = parseKnownHosts([{ path: "/known", text: `${line("nas", rsa)}\n@revoked ${line("nas")}` }]);
    expect(knownTypes(lines, "nas", 22)).toEqual(["ssh-rsa"]);
    expect(knownTypes(lines, "nas", 2222)).toEqual(["ssh-rsa"]);
  });
});

describe("settings of ssh", () => {
  const place = { home: "/home/ann", agent: "/run/agent" };
  const settings = (text: string) => parseSshSettings(text, place);

  test("are read as ssh -G prints them", () => {
    const text = [
      ...["user ann", "hostname nas.lab", "port 2222", "identityfile ~/.ssh/id_rsa", "identityfile /keys/%d"],
      ...["userknownhostsfile /home/ann/.ssh/known_hosts ~/second", "globalknownhostsfile none", "proxyjump a,b@c:23"],
      ...[
        "identitiesonly yes",
        "passwordauthentication no",
        "stricthostkeychecking true",
        "hashknownhosts yes",
        "hostkeyalias nas",
      ],
    ].join("\n");
    expect(settings(text)).toEqual({
      ...{ user: "ann", host: "nas.lab", port: 2222, hostKeyAlias: "nas", agent: "/run/agent" },
      ...{
        keyFiles: ["/home/ann/.ssh/id_rsa", "/keys/%d"],
        identitiesOnly: true,
        refusedMethods: ["password"],
        jumps: ["a", "b@c:23"],
      },
      ...{ proxyCommand: undefined, hashKnownHosts: true, strict: true },
      knownHostsFiles: ["/home/ann/.ssh/known_hosts", "/home/ann/second"],
    });
  });

  test.each([
    ["identityagent none", undefined],
    ["identityagent SSH_AUTH_SOCK", "/run/agent"],
    ["identityagent ~/agent.sock", "/home/ann/agent.sock"],
  ])("the agent: %s", (text, agent) => expect(settings(text).agent).toBe(agent));

  test("a program’s words for the host are filled in", () => {
    expect(settings("hostname nas\nuser ann\nport 23\nproxycommand nc -x %% %h %p %r").proxyCommand).toBe(
      "nc -x % nas 23 ann",
    );
    expect(settings("proxycommand none").proxyCommand).toBeUndefined();
  });

  test.each([
    ["nas", { host: "nas" }],
    ["ann@nas:2222", { user: "ann", host: "nas", port: 2222 }],
    ["ssh://ann@nas:2222/", { user: "ann", host: "nas", port: 2222 }],
    ["[fe80::1]:22", { host: "fe80::1", port: 22 }],
    ["-oProxyCommand=x", undefined],
    ["ann@-oProxyCommand=x", undefined],
    ["nas;reboot", undefined],
    ["$(reboot)", undefined],
    ["nas:0", undefined],
    ["nas:99999", undefined],
    ["", undefined],
  ])("a target: %s", (text, target) => expect(parseSshTarget(text)).toEqual(target));
});
