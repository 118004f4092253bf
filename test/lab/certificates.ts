import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./commands.ts";

/** A throw-away authority with a folder of its own. */
export interface Authority {
  /** Its certificate. */
  readonly ca: string;
  /** Writes ca.pem, cert.pem and key.pem into that folder, as docker's command line wants them. */
  issue(folder: string, certificate: Certificate): Promise<string>;
}

export interface Certificate {
  /** As OpenSSL writes subject alternative names: "DNS:engine.lab,IP:10.0.0.1". */
  readonly names: string;
  readonly for: "server" | "client";
  /** Days from now until it ends, a year unless told; 0: it has ended as soon as it is made. */
  readonly days?: number;
}

const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/** Locks a key again, in PKCS #8 or as OpenSSL did before that: "Proc-Type: 4,ENCRYPTED". */
export async function lockKey(
  from: string,
  to: string,
  form: "pkcs8" | "traditional",
  passphrase: string,
): Promise<void> {
  const out = ["-in", from, "-out", to, "-passout", `pass:${passphrase}`];
  await run("openssl", form === "pkcs8" ? ["pkcs8", "-topk8", ...out] : ["ec", "-aes256", ...out]);
}

/** `days`: until it ends, a year unless told. */
export async function makeAuthority(folder: string, days = 365): Promise<Authority> {
  await mkdir(folder, { recursive: true });
  const ca = join(folder, "ca.pem");
  const caKey = join(folder, "ca-key.pem");
  await run("openssl", [
    ...["req", "-x509", ...newKey, "-keyout", caKey, "-out", ca, "-days", String(days), "-subj", "/CN=lab authority"],
  ]);
  return {
    ca,
    async issue(into, { names, for: use, days = 365 }) {
      await mkdir(into, { recursive: true });
      const path = (file: string) => join(into, file);
      await run("openssl", ["req", ...newKey, "-keyout", path("key.pem"), "-out", path("csr"), "-subj", "/CN=lab"]);
      await writeFile(path("extensions"), `subjectAltName=${names}\nextendedKeyUsage=${use}Auth\n`);
      await run("openssl", [
        ...["x509", "-req", "-in", path("csr"), "-CA", ca, "-CAkey", caKey, "-CAcreateserial"],
        ...["-days", String(days), "-extfile", path("extensions"), "-out", path("cert.pem")],
      ]);
      await run("cp", [ca, path("ca.pem")]);
      return into;
    },
  };
}

/** For dockerd: its TLS port, which asks for certificates too. */
export function tlsArguments(folder: string): readonly string[] {
  const path = (file: string) => join(folder, file);
  return [
    ...["-H", "tcp://0.0.0.0:2376", "--tlsverify", "--tlscacert", path("ca.pem")],
    ...["--tlscert", path("cert.pem"), "--tlskey", path("key.pem")],
  ];
}
