/** Cuts a delivery that is too big for one message; see `messages.ts` of the protocol. */

import {
  type DeliveryMessage,
  encodeServerMessage,
  type Frame,
  type FrameMessage,
  type WatchedMessage,
} from "@cf/protocol";

const EMPTY: Omit<Frame, "seq"> = {
  changes: [],
  snapshots: [],
  queries: [],
  receipts: [],
  refusals: [],
};

/** The texts of `delivery`: one, or parts of about `partChars` characters each. */
export function encodeDelivery(delivery: DeliveryMessage, partChars: number): readonly string[] {
  const text = encodeServerMessage(delivery);
  if (text.length <= partChars) return [text];
  switch (delivery.type) {
    case "failed":
      return [text];
    case "watched":
      return encodeParts(cut(delivery.snapshots, partChars), (snapshots, more): WatchedMessage => ({
        ...delivery,
        snapshots,
        ...more,
      }));
    case "frame":
      return encodeFrame(delivery, partChars);
  }
}

/** Splits the lists of a frame in their order; an item is never split. */
function encodeFrame(delivery: FrameMessage, partChars: number): readonly string[] {
  const { frame } = delivery;
  const lists = ["changes", "snapshots", "queries", "receipts", "refusals"] as const;
  const frames = lists.flatMap((list) =>
    frame[list].length === 0 ? [] : cut<unknown>(frame[list], partChars).map((items) => ({
      ...EMPTY,
      seq: frame.seq,
      [list]: items,
    }))
  );
  return encodeParts(frames, (part, more): FrameMessage => ({ ...delivery, frame: part, ...more }));
}

function encodeParts<T>(
  parts: readonly T[],
  toMessage: (part: T, more: { more?: true }) => DeliveryMessage,
): readonly string[] {
  return parts.map((part, index) =>
    encodeServerMessage(toMessage(part, index < parts.length - 1 ? { more: true } : {}))
  );
}

/** Runs of items whose JSON is about `chars` long. */
function cut<T>(items: readonly T[], chars: number): readonly (readonly T[])[] {
  const runs: T[][] = [[]];
  let size = 0;
  for (const item of items) {
    const cost = roughChars(item);
    if (size > 0 && size + cost > chars) {
      runs.push([]);
      size = 0;
    }
    runs.at(-1)!.push(item);
    size += cost;
  }
  return runs;
}

function roughChars(item: unknown): number {
  return JSON.stringify(item, (_key, value) => typeof value === "bigint" ? `${value}` : value)
    .length;
}
