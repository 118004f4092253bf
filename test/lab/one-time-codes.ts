import { createHmac, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";

/** What a person's telephone does: codes that change each 30 seconds (RFC 6238), as PAM's module takes them. */
export interface OneTimeCodes {
  /** For the PAM service of an sshd. */
  readonly pam: readonly string[];
  code(): string;
  /** One that is wrong now and for the next minutes. */
  wrongCode(): string;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Seconds. */
const STEP = 30;

/** `file`: where the module finds the secret. */
export function makeOneTimeCodes(file: string): OneTimeCodes {
  const secret = randomBytes(20);
  writeFileSync(file, `${base32(secret)}\n" TOTP_AUTH\n`, { mode: 0o600 });
  const at = (step: number): string => {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const hash = createHmac("sha1", secret).update(counter).digest();
    const number = hash.readUInt32BE((hash.at(-1) ?? 0) & 0xf) & 0x7fffffff;
    return String(number % 1_000_000).padStart(6, "0");
  };
  const now = (): number => Math.floor(Date.now() / 1000 / STEP);
  return {
    pam: [
      `auth required pam_google_authenticator.so secret=${file} user=root no_strict_owner`,
      "account required pam_permit.so",
      "session required pam_permit.so",
    ],
    code: () => at(now()),
    wrongCode() {
      const right = new Set(Array.from({ length: 40 }, (_, index) => at(now() - 20 + index)));
      for (let number = 0; ; number++) {
        const code = String(number).padStart(6, "0");
        if (!right.has(code)) return code;
      }
    },
  };
}

function base32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)]).join("");
}
