/** What hosts of extensions have been seen to do, each to be switched on by itself. */
export const chaosProfiles = [
  /** Bodies of answers arrive as `{data: body}`. */
  "data-wrap",
  /** The output of commands is cut anywhere, in mid-character too, and each piece is decoded by itself. */
  "cut-characters",
  /** The backend isn't there yet: 503, then refused connections, then it is. */
  "slow-start",
  "no-navigate",
  "no-theme",
  /** Some of the theme's colours, not all. */
  "partial-theme",
  "no-service",
  /** No commands in the backend's container. */
  "no-cli",
] as const;

export type ChaosProfile = (typeof chaosProfiles)[number];

export function chaosOf(names: string): ReadonlySet<ChaosProfile> {
  const wanted = names.split(",");
  return new Set(chaosProfiles.filter((profile) => wanted.includes(profile)));
}
