/** The spaces of a runtime: the one that pieces are made in, and others that links or names lead to. */

import { type NamedSpace, namedSpaceId } from "@cf/protocol";
import { Replica } from "./document/replica.ts";
import { PatternError } from "./errors.ts";
import type { RuntimeOptions } from "./runtime-options.ts";

/** Replicas by space; each is opened when it is first used. */
export class Spaces {
  readonly #connect: RuntimeOptions["connect"];
  readonly #replicas = new Map<string, Replica>();
  readonly #named = new Map<string, NamedSpace>();

  constructor({ connection, connect }: RuntimeOptions) {
    this.#connect = connect;
    this.#replicas.set(connection.space, new Replica(connection));
  }

  /** The replica of a space. Throws `unknown-space` where the host has only one. */
  replica(space: string): Replica {
    let replica = this.#replicas.get(space);
    if (replica === undefined) this.#replicas.set(space, replica = this.#open(space));
    return replica;
  }

  /** The replica of a space; `undefined` where `replica` throws. */
  reachable(space: string): Replica | undefined {
    try {
      return this.replica(space);
    } catch {
      return undefined;
    }
  }

  #open(space: string): Replica {
    const named = this.#named.get(space);
    if (this.#connect !== undefined) return new Replica(this.#connect(space, named));
    const shown = named === undefined ? space : `'${named.name}'`;
    throw new PatternError(
      "unknown-space",
      `Cannot open space ${shown}: this host has one space`,
    );
  }

  /** The space that patterns in `home` call by a name; it is made when it is first used. */
  named(home: string, name: string): string {
    const space = namedSpaceId(home, name);
    this.#named.set(space, { home, name });
    return space;
  }

  /** The replicas of the spaces that are open. */
  open(): IterableIterator<Replica> {
    return this.#replicas.values();
  }

  /** Ends every connection; what was not answered fails with `error`. */
  async close(error: Error): Promise<void> {
    for (const replica of this.#replicas.values()) {
      await replica.connection.close();
      replica.end(error);
    }
  }
}
