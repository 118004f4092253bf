/** A volume as a person describes it. */
export interface NewVolume {
  readonly name: string;
  /** "local" unless told. */
  readonly driver?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The driver's own: they may hold passwords. */
  readonly options?: Readonly<Record<string, string>>;
}

/** A network as a person describes it. */
export interface NewNetwork {
  readonly name: string;
  /** "bridge" unless told. */
  readonly driver?: string;
  /** Without a way out. */
  readonly internal?: boolean;
  /** On a swarm: containers that stand alone may join. */
  readonly attachable?: boolean;
  /** "172.30.0.0/16"; chosen by the engine unless told. */
  readonly subnet?: string;
}
