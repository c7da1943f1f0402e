/** The spaces of one store, as sessions and the HTTP interface use them. */

import {
  type Capability,
  createIdentity,
  type NamedSpace,
  NotAllowedError,
  parseAddressKey,
  type SpaceId,
} from "@cf/protocol";
import {
  type AsOf,
  heldBy,
  RightsFollowHomeError,
  type Space,
  type SpaceHost,
  StoreFormatError,
} from "@cf/space";
import type { Json } from "@cf/utils";
import type { OpenedSpace, OpeningSession, SpaceOpener } from "./session/spaces.ts";

/** A space as one of its readers sees it. */
export interface SpaceInfo {
  readonly space: SpaceId;
  /** The newest commit. */
  readonly seq: number;
  /** What the asking principal may do. */
  readonly capability: Capability;
  /** What patterns of another space name it by, if they do. */
  readonly named?: NamedSpace;
}

/** A document of the past. */
export interface PastDocument {
  /** The commit that wrote it; 0 when it was not written by then. */
  readonly seq: number;
  readonly value?: Json;
}

/** One line of an access list; `*` is everybody. */
export interface AccessLine {
  readonly principal: string;
  readonly capability: Capability;
}

/**
 * Opens sessions and answers for spaces. Every method takes the principal that asks; rights are
 * those of the space's access list, and being the operator gives none of them.
 */
export class Hosting implements SpaceOpener {
  readonly #host: SpaceHost;
  readonly #maker: string | undefined;

  /** With `maker`, only that principal makes spaces, those that patterns name too. */
  constructor(host: SpaceHost, options: { readonly maker?: string | undefined } = {}) {
    this.#host = host;
    this.#maker = options.maker;
  }

  /**
   * Throws `unknown-space`, and `not-allowed` when the principal may not read it, or may not write
   * to the space that names one which is not there.
   */
  open(space: SpaceId, name: OpeningSession): OpenedSpace {
    const { principal, named } = name;
    const mayMake = this.#maker === undefined || principal === this.#maker;
    if (named !== undefined && !mayMake && !this.#host.has(space)) {
      const action = `make the space '${named.name}' of ${named.home}`;
      throw new NotAllowedError(action, "operate this server", principal);
    }
    const opened = this.#host.open(space, name);
    const connection = opened.connect({ principal: name.principal, session: name.session });
    const { localMax: answered, usedMax: used } = connection.record;
    return { connection, seq: opened.stats.seq, answered, used };
  }

  /** The spaces that `principal` may read, in order of their names. */
  list(principal: string): readonly SpaceInfo[] {
    return this.#host.list().flatMap((id) => {
      const info = this.#glance(id, principal);
      return info === undefined ? [] : [info];
    });
  }

  /** How many spaces the store holds. */
  get count(): number {
    return this.#host.list().length;
  }

  /**
   * Makes a space that belongs to `owner` alone, under a new name unless one is given. Throws
   * `space-exists` and `bad-space-id`.
   */
  async create(owner: string, name?: SpaceId): Promise<SpaceInfo> {
    const id = name ?? (await createIdentity()).did;
    return infoOf(this.#host.create(id, owner), owner);
  }

  /** Throws `unknown-space` and `not-allowed`. */
  info(id: SpaceId, principal: string): SpaceInfo {
    return infoOf(this.#readable(id, principal), principal);
  }

  /** The access list. Throws `unknown-space`, and `not-allowed` unless `principal` owns it. */
  access(id: SpaceId, principal: string): readonly AccessLine[] {
    const space = this.#host.get(id);
    space.access.require(principal, "own", `read the access list of ${id}`);
    return space.access.list();
  }

  /**
   * Gives or, with `null`, takes away. Throws `unknown-space`, `not-allowed`, `last-owner`, and
   * `rights-follow-home` for a space that another at this server names.
   */
  async setAccess(
    id: SpaceId,
    by: string,
    line: { principal: string; capability: Capability | null },
  ): Promise<void> {
    const space = this.#host.get(id);
    const { named } = space;
    if (named !== undefined && this.#host.has(named.home)) {
      space.access.require(by, "own", `change the access list of ${id}`);
      throw new RightsFollowHomeError(id, named);
    }
    await space.access.set(by, line.principal, line.capability);
  }

  /**
   * A document as it was at a commit or a time in milliseconds; `seq` is the commit that wrote it.
   * `user/of:…` is the caller's own document of that name.
   * Throws `unknown-space`, `not-allowed`, `no-such-state`.
   */
  valueAsOf(id: SpaceId, principal: string, past: { document: string; asOf: AsOf }): PastDocument {
    const { seq, value } = this.#host.get(id).valueAsOf(parseAddressKey(past.document), past.asOf, {
      principal,
    });
    return value === undefined ? { seq } : { seq, value };
  }

  /** Throws `unknown-space`, and `not-allowed` unless `principal` may write. */
  requireWrite(id: SpaceId, principal: string): void {
    this.#host.get(id).access.require(principal, "write", `write to ${id}`);
  }

  /** None of the spaces is opened; one whose file is damaged is nobody's until it is opened. */
  #glance(id: SpaceId, principal: string): SpaceInfo | undefined {
    try {
      const { access, ...rest } = this.#host.glance(id);
      const capability = heldBy(access, principal);
      return capability === undefined ? undefined : { space: id, ...rest, capability };
    } catch (error) {
      if (error instanceof StoreFormatError) return undefined;
      throw error;
    }
  }

  #readable(id: SpaceId, principal: string): Space {
    const space = this.#host.get(id);
    if (!space.access.allows(principal, "read")) {
      throw new NotAllowedError(`open ${id}`, "read", principal);
    }
    return space;
  }
}

function infoOf(space: Space, principal: string): SpaceInfo {
  const { id, named, stats: { seq } } = space;
  const capability = space.access.of(principal)!;
  return { space: id, seq, capability, ...(named === undefined ? {} : { named }) };
}
