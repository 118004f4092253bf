import { count } from "../text/count.ts";

/** All words of this panel. */
export const strings = {
  title: "Terminals",
  open: (terminals: number): string => `${terminals} open`,
  loading: "Looking for open terminals",
  waitsFor: "No answer yet. Quayside waits for the list of open terminals.",
  tabs: "Open terminals",
  newTerminal: "New terminal",
  more: "More actions",
  copy: "Copy selection",
  nothingSelected: "Nothing is selected",
  screenReader: "For screen readers",
  end: "End this terminal",
  endOf: (name: string): string => `End ${name}`,
  openAgain: "Open again",
  on: (container: string, host: string): string => `${container} on ${host}`,
  again: (name: string, number: number): string => `${name} (${number})`,
  terminalOf: (name: string): string => `Terminal in ${name}. Ctrl+F6 leaves it.`,

  ended: "The terminal has ended",
  endedWith: (exitCode: number): string => `The shell ended with exit code ${exitCode}`,
  openFailed: (container: string): string => `No terminal could be opened in ${container}`,
  copyFailed: "The selection could not be copied",
  endFailed: "The terminal could not be ended",
  outOfDate: "What you see may be old.",

  emptyTitle: "No terminal is open",
  emptySentence:
    "A terminal goes on while you look at something else, and is ended when nobody has looked at it for an hour.",

  pickTitle: "New terminal",
  pickSearch: "Find a container",
  pickPlaceholder: "Name, image or host",
  pickLoading: "Waiting for the containers of your hosts.",
  pickNone: "No container is running on a host that allows terminals.",
  pickNoMatch: "No running container matches.",
  pickMore: (containers: number): string => `${count(containers, "more container")} match: type more of the name.`,
  opening: "Opening …",
} as const;
