import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { belongTogether, pastedCertificate, pastedPrivateKey } from "@quayside/core/hosts/pasted-pem.ts";
import { afterAll, beforeAll, expect } from "vitest";
import { lockKey, makeAuthority } from "../lab/certificates.ts";
import { needs } from "../lab/needs.ts";
import { makeKey } from "./ssh-host.ts";

const { describe, test } = needs("engine", "ssh");

describe("what was pasted", () => {
  let folder: string;
  let cert: string;
  let key: string;
  let ca: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "quayside-pem-"));
    const authority = await makeAuthority(join(folder, "authority"));
    await authority.issue(folder, { names: "DNS:ann", for: "client", days: 21 });
    [cert, key, ca] = (await Promise.all(["cert.pem", "key.pem", "ca.pem"].map(read))) as [string, string, string];
  });
  afterAll(() => rm(folder, { recursive: true }));

  const read = (file: string) => readFile(join(folder, file), "utf8");

  test("is a certificate, whatever stands around it, and nothing else of it is taken", () => {
    const found = pastedCertificate(`Certificate:\n    Data: …\n${key}\r\n${cert.replaceAll("\n", "\r\n")}${ca} bye`);
    expect(found).toMatchObject({ subject: "CN=lab" });
    expect(found?.pem).toBe(cert + ca);
    expect(Math.ceil(((found?.ends ?? 0) - Date.now()) / 86_400_000)).toBe(21);
  });

  test("is a key, locked or not, that belongs to the certificate or doesn’t", async () => {
    const certificate = pastedCertificate(cert) ?? expect.fail();
    const own = pastedPrivateKey(`-----BEGIN EC PARAMETERS-----\nBggq\n-----END EC PARAMETERS-----\n${key}`);
    expect(own).toEqual({ pem: key, type: "ec" });
    expect(belongTogether(certificate, own ?? expect.fail())).toBe(true);
    const stranger = pastedPrivateKey(await read("authority/ca-key.pem")) ?? expect.fail();
    expect(belongTogether(certificate, stranger)).toBe(false);
    for (const form of ["pkcs8", "traditional"] as const) {
      await lockKey(join(folder, "key.pem"), join(folder, "locked.pem"), form, "sesame");
      const locked = await read("locked.pem");
      expect(pastedPrivateKey(locked)).toEqual({ pem: locked });
      expect(belongTogether(certificate, { pem: locked })).toBe(true);
    }
  });

  test("is of no use where it holds neither, or what TLS can’t take", async () => {
    const torn = cert.replace(/\n[^\n]+\n/, "\n");
    for (const text of ["", "hello", key, torn]) expect(pastedCertificate(text)).toBeUndefined();
    const ssh = await readFile(await makeKey(folder, "id"), "utf8");
    for (const text of ["", "hello", cert, ssh, key.replace(/\n[^\n]+\n/, "\n")])
      expect(pastedPrivateKey(text)).toBeUndefined();
  });
});
