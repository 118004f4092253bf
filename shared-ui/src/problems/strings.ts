export const strings = {
  title: "Trouble with Quayside’s own files",
} as const;
