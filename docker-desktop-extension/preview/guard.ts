import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

export interface Guard {
  readonly port: number;
  readonly token: string;
}

export type Judgement =
  | { readonly kind: "welcome" }
  /** Came with the token in the address: it is to be kept in a cookie and taken out of the address. */
  | { readonly kind: "arrived"; readonly cookie: string; readonly location: string }
  | { readonly kind: "refused"; readonly status: 401 | 403; readonly sentence: string };

/**
 * Who may use the preview: whoever has the token, from a page of its own. A foreign page that has its name pointed at
 * this machine (DNS rebinding) gives itself away by the Host header.
 */
export function judge(request: IncomingMessage, { port, token }: Guard): Judgement {
  const { host, origin, cookie = "" } = request.headers;
  const own = [`127.0.0.1:${port}`, `localhost:${port}`];
  if (host === undefined || !own.includes(host))
    return refused(403, "This server answers only to 127.0.0.1 and localhost.");
  if (origin !== undefined && origin !== `http://${host}`) return refused(403, "Another site may not use this server.");

  const name = `quayside-${port}`;
  const url = new URL(request.url ?? "/", `http://${host}`);
  const offered = url.searchParams.get("token");
  if (offered !== null) {
    if (!same(offered, token)) return refused(401, "The token in the address is not the one that was printed.");
    url.searchParams.delete("token");
    return {
      kind: "arrived",
      cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`,
      location: `${url.pathname}${url.search}`,
    };
  }
  const kept = cookie.split(/;\s*/).find((pair) => pair.startsWith(`${name}=`));
  if (kept !== undefined && same(kept.slice(name.length + 1), token)) return { kind: "welcome" };
  return refused(401, "Open the address that `npm start` printed: it has the token that this server wants.");
}

function refused(status: 401 | 403, sentence: string): Judgement {
  return { kind: "refused", status, sentence };
}

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
