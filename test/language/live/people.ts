/** Nested data that several live programs are about. */

/** The members of its type. */
export const input =
  "user: { name: string; age: number; email?: string; tags: string[]; address: { city: string; zip?: string } | null; map: Record<string, number> }; items: { id: number; name: string; price: number; active: boolean; tags: string[] }[]; index: number; idx2: number[]; key: string; discount: number; matrix: number[][]; sel?: string; flags: boolean[]";

/** The data. */
export const argument = {
  user: {
    name: "Ann Lee",
    age: 30,
    tags: ["x", "y"],
    address: { city: "Rome" },
    map: { a: 1, b: 2 },
  },
  items: [{ id: 1, name: "P", price: 10, active: true, tags: ["u", "v"] }, {
    id: 2,
    name: "Q",
    price: 20,
    active: false,
    tags: [],
  }],
  index: 1,
  idx2: [1, 0],
  key: "b",
  discount: 0.5,
  matrix: [[1, 2], [3, 4]],
  flags: [true, false],
};
