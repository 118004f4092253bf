/** When and how big: what tells whether a file is still the one that was read. */
export interface VersionFacts {
  readonly size: number;
  /** Epoch seconds. */
  readonly seconds: number;
  /** Digits behind the point; not all file systems and programs tell them. */
  readonly nanos?: string;
}

export function versionOf({ size, seconds, nanos }: VersionFacts): string {
  return nanos === undefined ? `${size} ${seconds}` : `${size} ${seconds} ${nanos.padEnd(9, "0")}`;
}

/** Nothing for what is no version: it came from a panel. */
export function versionFacts(version: string): VersionFacts | undefined {
  const match = /^(\d+) (-?\d+)(?: (\d{9}))?$/.exec(version);
  if (match === null) return undefined;
  const [, size, seconds, nanos] = match;
  return { size: Number(size), seconds: Number(seconds), ...(nanos === undefined ? {} : { nanos }) };
}

/** Where one side tells only whole seconds, these must do. */
export function sameVersion(a: string, b: string): boolean {
  const [one, other] = [versionFacts(a), versionFacts(b)];
  if (one === undefined || other === undefined) return false;
  if (one.size !== other.size || one.seconds !== other.seconds) return false;
  return one.nanos === undefined || other.nanos === undefined || one.nanos === other.nanos;
}
