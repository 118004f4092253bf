export const strings = {
  title: "Trouble with Quayside’s own files",
  dismiss: "Dismiss",
} as const;
