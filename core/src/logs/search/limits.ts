export interface SearchLimits {
  /** Logs that are read at once: of one host, and of all. */
  readonly perHost: number;
  readonly parallel: number;
  /** Bytes that are read of one container, and of all, before the search is cut. */
  readonly containerBytes: number;
  readonly bytes: number;
  /** Hits in one container, and in all. */
  readonly containerHits: number;
  readonly hits: number;
  /** The newest lines, which are read first of each log. */
  readonly firstLines: number;
}

export const SEARCH_LIMITS: SearchLimits = {
  perHost: 3,
  parallel: 8,
  containerBytes: 128_000_000,
  bytes: 2_000_000_000,
  containerHits: 2_000,
  hits: 10_000,
  firstLines: 2_000,
};
