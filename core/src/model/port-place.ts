export interface PortAddress {
  readonly address: string;
  readonly port: number;
}

/** Where a container's port is found, by what an inspect says. */
export type PortPlace =
  /** As seen from the machine that the engine runs on; the best first. */
  | { readonly kind: "addresses"; readonly addresses: readonly PortAddress[] }
  /** In the network of that other container. */
  | { readonly kind: "beside"; readonly container: string }
  | { readonly kind: "not-running" };

export interface PlaceOptions {
  readonly port: number;
  /** The machine has no way to the addresses of containers: the engine runs without root, or in a virtual machine. */
  readonly walledOff: boolean;
}
