/** Why a container's main process ended. */
export type DeathCause = "oom" | "killed" | "clean" | "crash" | "dependency";

export const deathCauses: readonly DeathCause[] = ["oom", "killed", "clean", "crash", "dependency"];
