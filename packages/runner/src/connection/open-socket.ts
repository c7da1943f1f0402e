/**
 * The host's own WebSocket, with one weakness made good.
 *
 * Deno's client writes the header and the payload of a message separately and leaves Nagle's
 * algorithm on, so the system holds the payload back until the header is acknowledged, and a
 * receiver acknowledges after 40 ms unless it has something to say. A ping before such a message is
 * answered at once, and its answer carries the acknowledgement. Browsers need none of this.
 */

import type { Socket } from "./dialer.ts";

/** Messages of fewer bytes are written in one piece. */
const WHOLE_BYTES_MAX = 1_000;
/** Longer ones fill a segment, which is sent without waiting. */
const SEGMENT_BYTES = 66_000;

const encoder = new TextEncoder();

/** Opens a WebSocket. */
export function openSocket(url: string): Socket {
  const socket = new WebSocket(url);
  if (!("Deno" in globalThis)) return socket;
  const send = socket.send.bind(socket);
  socket.send = (text) => {
    if (typeof text === "string" && isHeldBack(text)) send('{"type":"ping"}');
    send(text);
  };
  return socket;
}

function isHeldBack(text: string): boolean {
  // A character takes at most three bytes, a pair of surrogates four.
  if (text.length * 3 < WHOLE_BYTES_MAX || text.length > SEGMENT_BYTES) return false;
  const bytes = encoder.encode(text).length;
  return bytes >= WHOLE_BYTES_MAX && bytes < SEGMENT_BYTES;
}
