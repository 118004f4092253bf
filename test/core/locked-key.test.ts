import { generateKeyPairSync } from "node:crypto";
import { unlocked } from "@quayside/core/hosts/locked-key.ts";
import { describe, expect, it } from "vitest";

const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
// The older PEM derives its key so quickly that thousands of passphrases can be tried.
const locked = privateKey
  .export({ type: "sec1", format: "pem", cipher: "aes-128-cbc", passphrase: "right" })
  .toString();

describe("a locked key", () => {
  it("is opened by its passphrase", () => {
    expect(unlocked(locked, "right")).toBe(privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  });

  it("stays locked by any other, whatever noise that makes of it", () => {
    const answers = new Set(Array.from({ length: 4_000 }, (_, number) => unlocked(locked, `wrong ${number}`)));
    expect([...answers]).toEqual([undefined]);
  });

  it("that is cut off is not taken for one whose passphrase is wrong", () => {
    const pem = privateKey
      .export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "right" })
      .toString();
    const lines = pem.split("\n");
    expect(() => unlocked([...lines.slice(0, 2), ...lines.slice(3)].join("\n"), "right")).toThrow("unsupported");
  });

  it("of a cipher that OpenSSL has given up says so", () => {
    const old = locked.replace("AES-128-CBC,", "DES-CBC,").replace(/(DEK-Info: DES-CBC,.{16}).*/, "$1");
    expect(() => unlocked(old, "right")).toThrow("unsupported");
  });
});
