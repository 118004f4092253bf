/** One layer of an image that is being pulled. */
export interface PullLayer {
  readonly id: string;
  /** The engine's own words: "Downloading", "Extracting", "Already exists" … */
  readonly status: string;
  /** Bytes done of what the status says; absent where the engine tells none. */
  readonly current?: number;
  /** Bytes of the layer, once the engine has told them. */
  readonly total?: number;
}

/** How far a pull has come. */
export interface PullProgress {
  /** In the order in which the engine named them. */
  readonly layers: readonly PullLayer[];
  /** 0 to 1 of all that is known of; never less than it was before. */
  readonly fraction: number;
  /** What the engine said last of the image as a whole. */
  readonly status: string;
}
