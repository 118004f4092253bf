/** Why the helper `attach` has ended. */
export const attachExit = {
  /** The session, or another helper for it took over. */
  ended: 0,
  failed: 1,
  /** The backend knows no such session: the page must open a new one. */
  noSession: 3,
  silence: 4,
  nobodyReads: 5,
} as const;
