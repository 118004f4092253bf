/** One line of the engine's `/events`. */
export interface EngineEvent {
  /** "container", "image", "volume", "network" … */
  readonly type: string;
  /** "start", "die", "health_status: unhealthy" … */
  readonly action: string;
  readonly actorId: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Nanoseconds since 1970, as digits: more than a number holds. */
  readonly timeNano: string;
}
