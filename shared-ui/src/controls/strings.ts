/** Words that all panels share. */
export const shared = {
  cancel: "Cancel",
  close: "Close",
  tryAgain: "Try again",
  systemSaid: "What the system said",
};
