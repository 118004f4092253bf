/** Words that all panels share. */
export const shared = {
  cancel: "Cancel",
  close: "Close",
  dismiss: "Dismiss",
  tryAgain: "Try again",
  systemSaid: "What the system said",
};
