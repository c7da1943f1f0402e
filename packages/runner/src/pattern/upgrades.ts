/**
 * Databases whose code declares more than their handle: brought there by the runtime that reads them,
 * without waiting for somebody to write rows.
 *
 * ```text
 * a query begins to be watched   the code's version is above the handle's: a commit without statements
 * a query lacks a column         the same, where the declarations differ in any other way
 *   → accepted                   the space answers the query anew, by the new declaration
 *   → conflict                   somebody else was first: looked at again
 *   → not allowed                the query's own answer stands; who may write will do it
 *   → refused                    the refusal is what the queries say, and is told once
 * ```
 *
 * Each runtime asks once for a handle and a declaration, so that nothing is tried again and again.
 */

import { addressKey, type DatabaseDeclaration, type Operation, type QuerySpec } from "@cf/protocol";
import { canonicalJson, CfError, isRecord, type Json, type JsonObject } from "@cf/utils";
import type { Document } from "../document/document.ts";
import { isConflict } from "../document/replica.ts";
import { Transaction } from "../document/transaction.ts";
import { DocTarget } from "../cell/target.ts";
import type { Runtime } from "../runtime.ts";

/** How asking ended: with the declaration in force, or with why it is not. */
export interface Upgraded {
  /** Whether queries are answered anew, now or soon. */
  readonly isDone: boolean;
  /** What the space refused it for; `undefined` where this principal may not write. */
  readonly refusal?: CfError;
}

/** What a query is about. */
export interface UpgradeAsked {
  readonly space: string;
  readonly spec: QuerySpec;
  /** What the author calls it. */
  readonly name: string;
}

const ATTEMPTS_MAX = 8;
const PARTS = ["tables", "version", "migrations"] as const;

/** The upgrades of one runtime. */
export class Upgrades {
  readonly #runtime: Runtime;
  readonly #asked = new Map<string, Promise<Upgraded | undefined>>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Has the handle brought up if the code's version is above its own. */
  begin(asked: UpgradeAsked): void {
    if (versionOf(asked.spec.declaration) > 1) void this.#ask(asked, isOlder);
  }

  /**
   * What becomes of a query that failed: resolves when it is decided whether it is answered anew. Not
   * a promise where nothing would change.
   */
  after(asked: UpgradeAsked, problem: string): Promise<Upgraded | undefined> | undefined {
    const { declaration } = asked.spec;
    if (declaration === undefined) return undefined;
    const isLacking = /no such (?:column|table)/.test(problem);
    if (versionOf(declaration) === 1) return isLacking ? this.#ask(asked, isOther) : undefined;
    const newer = this.#ask(asked, isOlder);
    return isLacking ? newer.then((ended) => ended ?? this.#ask(asked, isOther)) : newer;
  }

  #ask(
    asked: UpgradeAsked,
    isDue: (stored: JsonObject, declaration: DatabaseDeclaration) => boolean,
  ): Promise<Upgraded | undefined> {
    const { space, spec: { handle, declaration } } = asked;
    const key = `${space}/${addressKey(handle)} ${isDue.name} ${canonicalJson(declaration)}`;
    let running = this.#asked.get(key);
    if (running === undefined) {
      running = this.#bringUp(asked, (stored) => isDue(stored, declaration!));
      this.#asked.set(key, running);
    }
    return running;
  }

  /** `undefined` where there is nothing to do. */
  async #bringUp(
    asked: UpgradeAsked,
    isDue: (stored: JsonObject) => boolean,
  ): Promise<Upgraded | undefined> {
    const { space, spec: { handle } } = asked;
    try {
      for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
        const target = new DocTarget(space, handle.id, handle.scope);
        const document = await this.#runtime.whenReady(() => this.#runtime.load(target));
        const stored = document.value;
        if (!isRecord(stored) || !isDue(stored as JsonObject)) {
          return attempt === 0 ? undefined : { isDone: true };
        }
        try {
          await this.#commit(asked, document);
          return { isDone: true };
        } catch (error) {
          if (!isConflict(error)) throw error;
        }
      }
      return undefined;
    } catch (error) {
      if (!(error instanceof CfError) || error.code === "not-allowed") return { isDone: false };
      this.#runtime.reportError(error, asked.name);
      return { isDone: false, refusal: error };
    }
  }

  #commit({ space, spec, name }: UpgradeAsked, document: Document): Promise<number> {
    const runtime = this.#runtime;
    const replica = runtime.replica(space);
    const cause = `${runtime.eventPrefix}/upgrade/${addressKey(spec.handle)}`;
    const transaction = new UpgradeTransaction(cause);
    const { id, scope } = spec.handle;
    for (const part of PARTS) transaction.recordRead(document, [part], false);
    const patches = PARTS.map((part) => {
      const value = spec.declaration![part] as Json | undefined;
      return value === undefined
        ? { op: "remove", path: [part] } as const
        : { op: "add", path: [part], value } as const;
    });
    const address = scope === "space" ? { id } : { id, scope };
    transaction.write(replica, document, { op: "patch", ...address, patches } as Operation);
    transaction.openDatabase(replica, spec.handle, name);
    return replica.commit(transaction);
  }
}

/** Depends on what it read, and on the order of no handler. */
class UpgradeTransaction extends Transaction {
  override get isOfHandler(): boolean {
    return false;
  }
}

function versionOf(declaration: unknown): number {
  const version = isRecord(declaration) ? declaration.version : undefined;
  return typeof version === "number" ? version : 1;
}

function isOlder(stored: JsonObject, declaration: DatabaseDeclaration): boolean {
  return versionOf(stored) < versionOf(declaration);
}

/** A declaration of the same version may add to the handle's; a file is never taken back. */
function isOther(stored: JsonObject, declaration: DatabaseDeclaration): boolean {
  return versionOf(stored) <= versionOf(declaration) &&
    PARTS.some((part) =>
      canonicalJson(stored[part] ?? null) !== canonicalJson(declaration[part] ?? null)
    );
}
