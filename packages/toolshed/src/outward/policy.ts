/**
 * Where requests that the server makes for others may go: public addresses, unless the operator
 * closes those too, and whatever the operator names.
 *
 * A name is judged by the addresses it has when the connection is opened, and the connection goes
 * to one of those: asking twice would let a name point elsewhere the second time.
 */

import { lookup } from "node:dns/promises";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { isPublicAddress, unbracketed } from "./addresses.ts";
import { AddressRefusedError, BadHostError } from "./errors.ts";

/** What the operator decides. */
export interface OutwardOptions {
  /** Whether requests to public addresses are made. Default true. */
  readonly publicHosts?: boolean;
  /**
   * Hosts that may be reached wherever they are: `api.example.com`, `127.0.0.1:8080`,
   * `*.example.com`, `10.1.0.0/16`. Default none.
   */
  readonly hosts?: readonly string[];
}

/** Finds all addresses of a name. */
export type Resolve = (name: string) => Promise<readonly string[]>;

/** Below 1024 only the ports of the web: others speak protocols that a body could imitate. */
const WEB_PORTS = ["", "80", "443"];
const WELL_KNOWN_MAX = 1023;

/** The decisions of one server. */
export class OutwardPolicy {
  readonly #publicHosts: boolean;
  readonly #hosts = new Set<string>();
  readonly #suffixes: string[] = [];
  readonly #networks = new BlockList();
  readonly #resolve: Resolve;

  /** Throws `bad-host` for a host that is none. */
  constructor(options: OutwardOptions, resolve: Resolve = systemResolve) {
    this.#publicHosts = options.publicHosts ?? true;
    this.#resolve = resolve;
    for (const host of options.hosts ?? []) this.#allow(host);
  }

  #allow(given: string): void {
    const host = given.trim().toLowerCase();
    const [network, prefix] = host.split("/");
    if (prefix !== undefined) {
      const family = isIP(network!) === 6 ? "ipv6" : "ipv4";
      if (isIP(network!) === 0 || !/^\d{1,3}$/.test(prefix)) throw new BadHostError(given);
      try {
        return this.#networks.addSubnet(network!, Number(prefix), family);
      } catch {
        throw new BadHostError(given);
      }
    }
    if (host.startsWith("*.")) return void this.#suffixes.push(host.slice(1));
    const url = URL.parse(`http://${isIP(host) === 6 ? `[${host}]` : host}`);
    if (url === null || url.pathname !== "/" || url.username !== "") throw new BadHostError(given);
    // The URL leaves out port 80, which the operator may have named.
    this.#hosts.add(host.endsWith(":80") ? `${url.hostname}:80` : url.host);
  }

  /**
   * From where a page may load pictures and sound, as sources of a content security policy: the
   * address of a picture tells its host as much as a request does. A policy cannot name networks.
   */
  get mediaSources(): readonly string[] {
    if (this.#publicHosts) return ["https:"];
    const names = [...this.#hosts, ...this.#suffixes.map((suffix) => `*${suffix}`)];
    return names.flatMap((name) => [`https://${name}`, `http://${name}`]);
  }

  /** Refuses what can be refused by its URL alone. Throws `address-refused`. */
  check(url: URL): void {
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw new AddressRefusedError(
        url.href,
        `${url.protocol} is not allowed, use http: or https:`,
      );
    }
    if (this.#isNamed(url)) return;
    const { port } = url;
    const host = unbracketed(url.hostname);
    if (isIP(host) !== 0) this.#judge(url, [host]);
    else if (!this.#publicHosts && !this.#hasNetworks()) throw this.#closed(url);
    if (!WEB_PORTS.includes(port) && Number(port) <= WELL_KNOWN_MAX) {
      throw new AddressRefusedError(
        url.href,
        `port ${port} is not one of the web; ${allowWith(url)}`,
      );
    }
  }

  /** How the connection for `url` finds its address. What it calls back with may be refused. */
  lookupFor(url: URL): LookupFunction {
    return (name, options, callback) => {
      this.#addresses(url, name).then((addresses) => {
        const all = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = all;
        if (options.all === true) callback(null, all);
        else callback(null, first!.address, first!.family);
      }, (error) => callback(error, "", 0));
    };
  }

  async #addresses(url: URL, name: string): Promise<readonly string[]> {
    const addresses = await this.#resolve(name);
    if (addresses.length === 0) {
      throw new AddressRefusedError(url.href, `the name ${name} has no address`);
    }
    if (!this.#isNamed(url)) this.#judge(url, addresses);
    return addresses;
  }

  /** One address that is not allowed refuses all: nobody chooses which one is taken. */
  #judge(url: URL, addresses: readonly string[]): void {
    if (addresses.every((address) => this.#isInNetwork(address))) return;
    if (!this.#publicHosts) throw this.#closed(url);
    if (addresses.every((one) => isPublicAddress(one) || this.#isInNetwork(one))) return;
    throw new AddressRefusedError(
      url.href,
      `${url.hostname} is in the server's own network, not on the public internet; ${
        allowWith(url)
      }`,
    );
  }

  #closed(url: URL): AddressRefusedError {
    return new AddressRefusedError(
      url.href,
      `this server fetches only from hosts that its operator names; ${allowWith(url)}`,
    );
  }

  #isNamed({ hostname, host, port, protocol }: URL): boolean {
    const standard = protocol === "https:" ? "443" : "80";
    return this.#hosts.has(hostname) || this.#hosts.has(host) ||
      port === "" && this.#hosts.has(`${hostname}:${standard}`) ||
      this.#suffixes.some((suffix) => hostname.endsWith(suffix));
  }

  #isInNetwork(address: string): boolean {
    return this.#networks.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
  }

  #hasNetworks(): boolean {
    return this.#networks.rules.length > 0;
  }
}

function allowWith({ host }: URL): string {
  return `the server's operator can allow it with --allow-net ${host}`;
}

async function systemResolve(name: string): Promise<readonly string[]> {
  return (await lookup(name, { all: true, verbatim: true })).map(({ address }) => address);
}
