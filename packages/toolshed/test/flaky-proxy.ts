/** A TCP proxy on loopback whose connections a test can cut, as a network does. */

/** Forwards to `target` until told otherwise. */
export class FlakyProxy {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.TcpConn>();
  /** The port to forward to; connections are refused while there is none. */
  target: number | undefined;
  readonly port: number;

  constructor() {
    this.port = this.#listener.addr.port;
    this.#accept();
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Cuts every connection now. */
  cut(): void {
    for (const connection of [...this.#open]) this.#close(connection);
  }

  close(): void {
    this.cut();
    this.#listener.close();
  }

  async #accept(): Promise<void> {
    for await (const client of this.#listener) {
      if (this.target === undefined) {
        client.close();
        continue;
      }
      try {
        const server = await Deno.connect({ hostname: "127.0.0.1", port: this.target });
        client.setNoDelay(true);
        server.setNoDelay(true);
        this.#open.add(client).add(server);
        this.#pipe(client, server);
        this.#pipe(server, client);
      } catch {
        client.close();
      }
    }
  }

  async #pipe(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
    try {
      await from.readable.pipeTo(to.writable);
    } catch {
      // A cut connection fails on both sides.
    }
    this.#close(from);
    this.#close(to);
  }

  #close(connection: Deno.TcpConn): void {
    if (!this.#open.delete(connection)) return;
    try {
      connection.close();
    } catch {
      // The stream may have closed it already.
    }
  }
}
