import { isIP } from "node:net";

/** What is wrong with a subnet; nothing where it can be taken. */
export function subnetProblem(subnet: string): string | undefined {
  const [address = "", bits = "", ...more] = subnet.split("/");
  const version = isIP(address);
  const longest = version === 6 ? 128 : 32;
  if (version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= longest && more.length === 0) return undefined;
  return "A subnet is an address and the length of its prefix, such as “172.30.0.0/16”.";
}
