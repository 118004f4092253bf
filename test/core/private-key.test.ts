import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readPrivateKey, sign } from "@quayside/core/hosts/ssh/private-key.ts";
import { expect, onTestFinished } from "vitest";
import { run } from "../lab/commands.ts";
import { needs } from "../lab/needs.ts";

const { describe, test } = needs("ssh");

describe("a private key with Windows’ line ends", () => {
  const windows = (text: string) => text.replace(/\n/g, "\r\n");
  const data = Buffer.from("signed");

  test("of OpenSSH signs as the same one does with others", async () => {
    const folder = mkdtempSync(join(tmpdir(), "quayside-key-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", join(folder, "key")]);
    await signsAlike(readFileSync(join(folder, "key"), "utf8"), undefined);
  });

  test("in PEM signs as the same one does with others", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    await signsAlike(privateKey.export({ type: "pkcs1", format: "pem" }).toString(), "sha256");
    await signsAlike(privateKey.export({ type: "pkcs8", format: "pem" }).toString(), "sha256");
  });

  async function signsAlike(text: string, hash: string | undefined): Promise<void> {
    const [one, other] = [text, windows(text)].map((written) => readPrivateKey("key", written, undefined));
    if (one === undefined || other === undefined) throw new Error("It is taken for no key.");
    expect(other.blob).toEqual(one.blob);
    expect(await sign(other, undefined, data, hash)).toEqual(await sign(one, undefined, data, hash));
  }
});
