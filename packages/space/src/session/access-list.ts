/**
 * The access list of a space, and the one place where rights are checked.
 *
 * `*` stands for everybody. Each capability includes the ones before it: read, write, own. An
 * owner always remains. Every change is a record of the log.
 */

import { type Capability, NotAllowedError } from "@cf/protocol";
import type { CfError } from "@cf/utils";
import { LastOwnerError } from "../errors.ts";
import type { SystemSubmission } from "../commit/submission.ts";
import type { SpaceStore } from "../store/space-store.ts";

const RANK: Readonly<Record<Capability, number>> = { read: 1, write: 2, own: 3 };

/** One line of an access list. */
export interface AccessEntry {
  /** A DID, or `*`. */
  readonly principal: string;
  readonly capability: Capability;
}

/** Who may do what in one space. */
export class AccessList {
  readonly #store: SpaceStore;
  readonly #submit: (submission: SystemSubmission) => void;
  readonly #entries = new Map<string, Capability>();
  /** Called after a right was taken or given. */
  onChange: () => void = () => {};

  constructor(store: SpaceStore, submit: (submission: SystemSubmission) => void) {
    this.#store = store;
    this.#submit = submit;
    this.reload();
  }

  /** What `principal` may do, by its own entry or that of everybody. */
  of(principal: string): Capability | undefined {
    return stronger(this.#entries.get(principal), this.#entries.get("*"));
  }

  /** Whether `principal` holds `needed` or more. */
  allows(principal: string, needed: Capability): boolean {
    const held = this.of(principal);
    return held !== undefined && RANK[held] >= RANK[needed];
  }

  /** Throws {@linkcode NotAllowedError} unless `principal` holds `needed`. */
  require(principal: string, needed: Capability, action: string): void {
    if (!this.allows(principal, needed)) throw new NotAllowedError(action, needed, principal);
  }

  /** All entries, in order of principals. */
  list(): AccessEntry[] {
    return [...this.#entries].map(([principal, capability]) => ({ principal, capability }));
  }

  /**
   * Gives `principal` a capability, or takes all away with `null`. `by` must own the space.
   * Rejects with {@linkcode NotAllowedError} or {@linkcode LastOwnerError}.
   *
   * @returns the sequence number of the change
   */
  set(by: string, principal: string, capability: Capability | null): Promise<number> {
    return new Promise<number>((resolve, reject: (error: CfError) => void) => {
      this.#submit({
        kind: "system",
        principal: by,
        access: { principal, capability },
        apply: () => {
          this.require(by, "own", "change the access list");
          this.#requireOwnerRemains(principal, capability);
          this.#write(principal, capability);
        },
        resolve: (seq) => {
          this.reload();
          this.onChange();
          resolve(seq);
        },
        reject,
      });
    });
  }

  /** Makes `owner` the first owner of a new space. */
  found(owner: string): void {
    this.#submit({
      kind: "system",
      principal: owner,
      access: { principal: owner, capability: "own" },
      apply: () => this.#write(owner, "own"),
      resolve: () => this.reload(),
      reject: (error) => {
        throw error;
      },
    });
  }

  /** Takes the list from the store. */
  reload(): void {
    this.#entries.clear();
    const rows = this.#store.all<{ principal: string; capability: Capability }>(
      "SELECT principal, capability FROM _cf_access ORDER BY principal",
    );
    for (const { principal, capability } of rows) this.#entries.set(principal, capability);
  }

  #requireOwnerRemains(principal: string, capability: Capability | null): void {
    if (capability === "own") return;
    const others = this.#store.get<{ owners: number }>(
      "SELECT count(*) AS owners FROM _cf_access WHERE capability = 'own' AND principal NOT IN (?, '*')",
      principal,
    );
    if (others!.owners === 0) throw new LastOwnerError(principal);
  }

  #write(principal: string, capability: Capability | null): void {
    if (capability === null) {
      this.#store.run("DELETE FROM _cf_access WHERE principal = ?", principal);
    } else {
      this.#store.run(
        "INSERT OR REPLACE INTO _cf_access (principal, capability) VALUES (?, ?)",
        principal,
        capability,
      );
    }
  }
}

/** What `principal` may do by a list, by its own entry or that of everybody. */
export function heldBy(list: readonly AccessEntry[], principal: string): Capability | undefined {
  const entryOf = (name: string) => list.find((entry) => entry.principal === name)?.capability;
  return stronger(entryOf(principal), entryOf("*"));
}

function stronger(own: Capability | undefined, all: Capability | undefined) {
  if (own === undefined || all === undefined) return own ?? all;
  return RANK[own] >= RANK[all] ? own : all;
}
