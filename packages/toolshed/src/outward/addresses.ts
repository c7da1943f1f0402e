/**
 * Which addresses lead out of the server's own network. What a server fetches for a stranger must
 * reach neither the machine itself, nor its neighbours, nor what its provider hides at link-local
 * addresses; so only what is known to be public passes.
 */

import { BlockList, isIP } from "node:net";

/** IPv4 ranges that are not public: IANA's special-purpose registry, multicast, reserved. */
const INNER_V4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

/** IPv6: of the global unicast range 2000::/3, what is set aside for other uses. */
const INNER_V6: readonly (readonly [string, number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

const innerV4 = new BlockList();
for (const [network, prefix] of INNER_V4) innerV4.addSubnet(network, prefix, "ipv4");
const innerV6 = new BlockList();
for (const [network, prefix] of INNER_V6) innerV6.addSubnet(network, prefix, "ipv6");
const globalV6 = new BlockList();
globalV6.addSubnet("2000::", 3, "ipv6");

/** Whether an address, as DNS or a URL writes it, is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  const bare = unbracketed(address);
  switch (isIP(bare)) {
    case 4:
      return !innerV4.check(bare, "ipv4");
    // Forms that carry an IPv4 address (::ffff:…, 64:ff9b::…, 2002:…) are not global unicast here.
    case 6:
      return globalV6.check(bare, "ipv6") && !innerV6.check(bare, "ipv6");
    default:
      return false;
  }
}

/** An IPv6 address without the brackets that URLs put around it. */
export function unbracketed(host: string): string {
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}
