/** Words that all panels share. */
export const shared = {
  tryAgain: "Try again",
  systemSaid: "What the system said",
};
