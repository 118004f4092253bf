/** Every setting. All are of machine scope: a repository must not change how Quayside treats a host. */
export const settings = {
  "quayside.stopGraceSeconds": {
    type: "number",
    default: 10,
    minimum: 0,
    maximum: 3600,
    description: "Seconds that a container has to end by itself when it is stopped or restarted. Then it is killed.",
  },
  "quayside.badge": {
    type: "boolean",
    default: true,
    description: "Show the number of unhealthy containers on Quayside’s icon.",
  },
  "quayside.statusBar": {
    type: "boolean",
    default: true,
    description: "Show in the status bar how many hosts answer.",
  },
  "quayside.sshConfigFile": {
    type: "string",
    default: "",
    description: "The absolute path of an SSH configuration file to use in place of your own and the system’s.",
  },
} as const;

export type SettingId = keyof typeof settings;
