/** What the API answers instead: an HTTP status and moby's own words. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export const noSuchContainer = (id: string) => new Refusal(404, `No such container: ${id}`);
