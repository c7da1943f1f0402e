/**
 * What is being dragged from a `cf-drag-source`, for the `cf-drop-zone`s of the page. The browser
 * tells a zone only at the drop what is in a transfer, so the page itself remembers it; a transfer
 * from elsewhere has none.
 */

/** A source under way. */
export interface Dragged {
  /** The view's number of the source, by which it finds the cell. */
  readonly source: number | undefined;
  readonly type: string;
  readonly data: unknown;
}

/** Sent to the page when something is picked up or put down by keyboard. */
export const CARRYING = "cf-carrying";

let dragged: Dragged | undefined;

/** What is under way. */
export function draggedNow(): Dragged | undefined {
  return dragged;
}

/** Picks up, or with `undefined` puts down. */
export function carry(next: Dragged | undefined): void {
  dragged = next;
  document.dispatchEvent(new Event(CARRYING));
}
