/** As Node reports a connection that the other side dropped. */
export class ConnectionClosed extends Error {
  readonly code = "ECONNRESET";
}
