/**
 * From a committed group to frames: every connection that the group concerns gets one frame, with
 * its receipts, the changes of documents it watches, and documents that came within reach.
 */

import type { Json } from "@cf/utils";
import type { GroupResult } from "../commit/submission.ts";
import type { ResolvedOperation } from "../log/record.ts";
import { FrameBuilder } from "./frame-builder.ts";
import type { LocalConnection } from "./local-connection.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** What is needed to publish. */
export interface PublishContext {
  readonly subscriptions: Subscriptions;
  /** The open connection that sent a submission, if it is still there. */
  readonly senderOf: (session: unknown) => LocalConnection | undefined;
}

/** A frame and who gets it. */
export type Outbox = Map<LocalConnection, FrameBuilder>;

/** Puts a group into the frames of `outbox`, before anything about queries is known. */
export function addGroup(outbox: Outbox, group: GroupResult, context: PublishContext): void {
  for (const { submission, error } of group.refused) {
    const sender = context.senderOf(submission.session);
    if (sender) builderOf(outbox, sender).addRefusal(submission.commit.local, error);
  }
  for (const { submission, seq } of group.repeated) {
    const sender = context.senderOf(submission.session);
    const { local } = submission.commit;
    if (sender) builderOf(outbox, sender).receipts.push({ local, seq });
  }
  // In the order of the log, since a change that is older than what is known is passed over.
  let own = 0;
  const addOwnBefore = (seq: number) => {
    while (own < group.own.length && group.own[own]!.seq < seq) {
      addOwn(outbox, group.own[own++]!, context);
    }
  };
  for (const commit of group.accepted) {
    addOwnBefore(commit.seq);
    const sender = context.senderOf(commit.submission.session);
    if (sender) builderOf(outbox, sender).addAccepted(commit);
    const { seq, submission: { commit: { local } } } = commit;
    for (const operations of byDocument(commit.operations)) {
      const name = operations[0]!;
      if (sender) followOwn(sender, name, { group, outbox });
      for (const watcher of context.subscriptions.of(name.key)) {
        const builder = builderOf(outbox, watcher);
        builder.addChange(name, operations, watcher === sender ? { seq, own: local } : { seq });
      }
    }
    addOwn(outbox, { seq, operations: commit.added }, context);
  }
  addOwnBefore(Infinity);
  for (const [connection, builder] of outbox) bringWithinReach(connection, builder);
}

/** Tells whoever watches of what the space did to documents by itself. */
function addOwn(
  outbox: Outbox,
  { seq, operations }: GroupResult["own"][number],
  { subscriptions }: PublishContext,
): void {
  for (const operation of operations) {
    for (const watcher of subscriptions.of(operation.key)) {
      builderOf(outbox, watcher).addChange(operation, [operation], { seq });
    }
  }
}

/** The builder of a connection's frame, made when first needed. */
export function builderOf(outbox: Outbox, connection: LocalConnection): FrameBuilder {
  let builder = outbox.get(connection);
  if (builder === undefined) outbox.set(connection, builder = new FrameBuilder());
  return builder;
}

/**
 * A session watches what it writes. If the document had a value that the session has never been
 * sent, it gets that now, since its own operations say nothing about the rest.
 */
function followOwn(
  sender: LocalConnection,
  name: ResolvedOperation,
  { group, outbox }: { readonly group: GroupResult; readonly outbox: Outbox },
): void {
  if (sender.isWatching(name.key) || !sender.hasRoom) return;
  sender.follow({ key: name.key, id: name.id, scope: name.scope });
  const draft = group.drafts.get(name.key);
  const startedHere = draft?.startSeq === 0;
  if (!startedHere) builderOf(outbox, sender).addSnapshot(name.key, () => sender.snapshot(name));
}

function bringWithinReach(connection: LocalConnection, builder: FrameBuilder): void {
  for (const name of connection.reachFrom(builder.seen as unknown as readonly Json[])) {
    builder.addSnapshot(name.key, () => connection.snapshot(name));
  }
}

function byDocument(operations: readonly ResolvedOperation[]): Iterable<ResolvedOperation[]> {
  if (operations.length === 1) return [[operations[0]!]];
  return Map.groupBy(operations, (operation) => operation.key).values();
}
