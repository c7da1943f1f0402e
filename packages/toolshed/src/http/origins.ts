/**
 * Which origins this server is, and which pages may talk to it.
 *
 * A browser tells the origin of the page that opens a WebSocket or sends a request; programs tell
 * none. A page of another origin must not use the session of whoever visits it, and a name that
 * was made to point here (DNS rebinding) must not make a foreign page look like ours.
 */

/** The origins of one server. */
export class Origins {
  readonly #own: readonly string[];
  readonly #hosts: ReadonlySet<string>;
  readonly #primary: string;

  /** `publicOrigins` are those under which a proxy in front of the server is reached. */
  constructor(port: number, hostname: string, publicOrigins: readonly string[]) {
    const names = new Set(["127.0.0.1", "localhost", "[::1]", bracketed(hostname)]);
    names.delete("0.0.0.0");
    names.delete("[::]");
    this.#own = [
      // As browsers spell it: without the port that the scheme has anyhow.
      ...[...names].map((name) => new URL(`http://${name}:${port}`).origin),
      ...publicOrigins.map((origin) => new URL(origin).origin),
    ];
    this.#primary = publicOrigins.length > 0
      ? new URL(publicOrigins[0]!).origin
      : `http://${names.has(bracketed(hostname)) ? bracketed(hostname) : "127.0.0.1"}:${port}`;
    this.#hosts = new Set(this.#own.map((origin) => new URL(origin).host));
  }

  /** Where clients should be sent: the proxy in front, else the address that is listened on. */
  get primary(): string {
    return this.#primary;
  }

  /** The origins that a client may name as the audience of its signature. */
  get audiences(): readonly string[] {
    return this.#own;
  }

  /** Whether a request with that `Origin` (or none) may be answered. */
  allows(origin: string | null | undefined): boolean {
    return origin === null || origin === undefined || this.#own.includes(origin);
  }

  /** Whether the `Host` header names this server. */
  isOwnHost(host: string | null | undefined): boolean {
    return host !== null && host !== undefined && this.#hosts.has(host);
  }
}

function bracketed(hostname: string): string {
  return hostname.includes(":") && !hostname.startsWith("[") ? `[${hostname}]` : hostname;
}
