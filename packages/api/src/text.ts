/** Text types that keep an editor's suggestions. */

/** Any text, in a union with literals that an editor should go on suggesting. */
export type AnyText = string & Record<never, never>;
