import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Part } from "./parts.ts";

/** What each part of the lab needs of Debian. */
const packagesOf: Readonly<Record<Part, readonly string[]>> = {
  engine: ["docker.io", "iptables", "busybox-static", "iproute2", "util-linux", "tar", "openssl"],
  // Its own runtime and networks come with it; busybox is what its containers run.
  podman: ["podman", "iptables", "busybox-static", "iproute2", "util-linux", "tar"],
  ssh: ["openssh-server", "openssh-client", "libpam-google-authenticator"],
  registry: ["docker-registry"],
  // Some of code-server's modules are compiled as it is installed.
  vscode: ["libkrb5-dev", "libsecret-1-dev", "libx11-dev", "libxkbfile-dev", "pkg-config", "g++", "make", "python3"],
  browser: ["chromium", "chromium-headless-shell", "fonts-dejavu-core"],
};

/** A program of each part that is only there when its packages really are. */
const proofOf: Readonly<Partial<Record<Part, string>>> = {
  engine: "/usr/sbin/dockerd",
  podman: "/usr/bin/podman",
  ssh: "/usr/sbin/sshd",
  registry: "/usr/bin/docker-registry",
  browser: "/usr/bin/chromium-headless-shell",
};

export function lackingPackages(part: Part): string[] {
  return packagesOf[part].filter((name) => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is dpkg's own template.
    const { stdout } = spawnSync("dpkg-query", ["--show", "--showformat", "${Status}", name], { encoding: "utf8" });
    return stdout !== "install ok installed";
  });
}

/** Why this machine can't have the lab's packages at all; undefined on Debian as root. */
export function whyNoPackages(): string | undefined {
  if (process.platform !== "linux") return `the lab needs Debian, as root; this is ${process.platform}`;
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!/^ID="?debian"?$/m.test(release)) {
    return `the lab needs Debian, as root; this is ${/^PRETTY_NAME="?(.*?)"?$/m.exec(release)?.[1] ?? "another system"}`;
  }
  return process.getuid?.() === 0 ? undefined : "the lab needs root (for network namespaces and dockerd)";
}

export function whyPartLacks(part: Part): string | undefined {
  const lacking = lackingPackages(part);
  if (lacking.length > 0) return `Debian's packages are missing: ${lacking.join(" ")}`;
  const proof = proofOf[part];
  return proof === undefined || existsSync(proof) ? undefined : `${proof} is missing`;
}

/** By apt, without their services being started; the reason when it can't. */
export function installPackages(names: readonly string[]): string | undefined {
  const allowServices = forbidServices();
  try {
    for (const args of [["update"], ["install", "-y", "--no-install-recommends", ...names]]) {
      const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
      const apt = spawnSync("apt-get", args, { env, stdio: ["ignore", "inherit", "inherit"] });
      if (apt.status !== 0) return `apt-get ${args[0]} failed`;
    }
    return undefined;
  } finally {
    allowServices();
  }
}

/** docker.io and podman would start engines of their own. Debian asks this program before it starts a service; 101 forbids it. */
function forbidServices(): () => void {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return () => {};
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy);
}
