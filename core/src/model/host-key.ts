/** A host's public key as people compare it. */
export interface HostKey {
  /** As ssh names it: "ssh-ed25519", "ecdsa-sha2-nistp256", "ssh-rsa". */
  readonly type: string;
  /** "SHA256:" and the digest in base64, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string;
}

/** A key that a file of known hosts holds for the host. */
export interface KnownHostKey extends HostKey {
  readonly file: string;
  readonly line: number;
}
