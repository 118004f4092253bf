/** All words of this panel that are not those of the Containers panel. */
export const strings = {
  title: "Container",
  loading: "Reading the container",
  waitsFor: "No answer yet. Quayside waits for the containers of this host.",
  outOfDate: "This is what was last known.",
  onHost: (host: string): string => `on ${host}`,
  ofStack: (stack: string): string => `stack ${stack}`,
  parts: "Parts of the page",
  tabs: { overview: "Overview" },
  terminal: "Terminal",

  gone: (name: string, host: string): string => `${name} is removed from ${host}`,
  goneSentence: (time: string): string =>
    `It is gone since ${time}. What stands here is what was known last; when another is created under this name, it is shown.`,
  away: (host: string, time: string): string => `${host} does not answer. What stands here is as of ${time}.`,
  disabled: (host: string): string => `${host} is disabled. What stands here is what was known last.`,
  connecting: (host: string): string => `Quayside is connecting to ${host}. What stands here is what was known last.`,
  recreated: (time: string): string => `It was created anew at ${time}: what stands here is of the new one.`,
  missingTitle: (name: string, host: string): string => `There is no ${name} on ${host}`,
  missingSentence:
    "It may be removed, or have another name now. When one is created under this name, it is shown here.",
  noHostTitle: (name: string): string => `The host of ${name} is not among yours`,
  noHostSentence:
    "It may have been removed from Quayside. When it is added again with the same settings, open the container from the list.",
  awayTitle: (host: string): string => `${host} does not answer`,
  disabledTitle: (host: string): string => `${host} is disabled`,
  awaySentence: (name: string): string => `Nothing is known of ${name} until the host answers.`,
  justNow: "now",

  facts: "Facts",
  fact: {
    image: "Image",
    command: "Command",
    ports: "Ports",
    networks: "Networks",
    mounts: "Mounts",
    created: "Created",
    id: "Id",
  },
  none: "none",
  readOnly: "read-only",
} as const;
