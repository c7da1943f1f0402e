/** The document in which a space that a pattern named holds its name; see `named.ts`. */
export const NAME_ID = "space:named";
