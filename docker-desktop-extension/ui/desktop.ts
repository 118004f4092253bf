import type { v1 } from "@docker/extension-api-client-types";

export type DesktopClient = v1.DockerDesktopClient;

/**
 * Docker Desktop's `ddClient`, looked for when it is needed: a throw while the page loads would leave it blank. Its
 * parts are typed as present, and yet may be missing: versions and other hosts of the same API differ.
 */
export function findDesktop(page: object): DesktopClient | undefined {
  const client: unknown = "ddClient" in page ? page.ddClient : undefined;
  return typeof client === "object" && client !== null ? (client as DesktopClient) : undefined;
}
