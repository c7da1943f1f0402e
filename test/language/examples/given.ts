/** What the examples in docstrings name without making it: types, patterns, and values of a body. */

/** A declaration at the top of a module, or one in a pattern's body. */
export interface Given {
  readonly module?: string;
  readonly body?: string;
}

const module = (text: string): Given => ({ module: text });
const body = (text: string): Given => ({ body: text });

/** By name. */
export const GIVEN: Readonly<Record<string, Given>> = {
  // Types and module constants.
  Item: module(`interface Item { title: string; done?: boolean; tags?: string[] }`),
  Card: module(`interface Card { text: string }`),
  Person: module(`interface Person { name: string }`),
  Profile: module(`interface Profile { name: string; avatar?: string }`),
  Settings: module(`interface Settings { theme: string; page?: { size: number } }`),
  DEFAULT_SETTINGS: module(`const DEFAULT_SETTINGS = { theme: "light" };`),
  Input: module(`interface Input { title: string }`),
  Output: module(`interface Output { title: string; related: string[] }`),
  CounterOutput: module(
    `interface CounterOutput { value: number; increment: Stream<{ amount?: number }> }`,
  ),

  // Patterns, handlers and lifts.
  Counter: module(
    `const Counter = pattern<{ value: Writable<number | Default<0>> }, CounterOutput>(({ value }) => ({
  [UI]: <b>{value}</b>,
  value,
  increment: action(({ amount }: { amount?: number }) => value.increment(amount ?? 1)),
}));`,
  ),
  Note: module(
    `const Note = pattern<{ title: string }, { title: string }>(({ title }) => ({ title }));`,
  ),
  Search: module(
    `const Search = pattern<{ query: string; notes?: string[] }, { found: string[] }>(({ query, notes }) => ({
  found: computed(() => (notes ?? []).filter((text) => text.includes(query))),
}));`,
  ),
  Board: module(`const Board = pattern(() => ({ cards: new Writable<string[]>([]) }));`),
  AliceSteps: module(`const AliceSteps = pattern(() => ({ [TESTS]: [{ label: "alice" }] }));`),
  BobSteps: module(`const BobSteps = pattern(() => ({ [TESTS]: [{ await: "alice" }] }));`),
  findRelated: module(
    `const findRelated = lift(({ self }: { self: { title?: string } }) => self?.title === undefined ? [] : ["other"]);`,
  ),
  sum: module(
    `const sum = lift(({ prices }: { prices: number[] }) => prices.reduce((all, price) => all + price, 0));`,
  ),
  remove: module(
    `const remove = handler<unknown, { items: Writable<Item[]>; item: Item }>((_, { items, item }) => items.remove(item));`,
  ),
  remember: module(
    `const remember = handler<{ fact: string }, { facts: Writable<string[]> }>(({ fact }, { facts }) => facts.push(fact));`,
  ),
  transfer: module(
    `const transfer = handler<number, { balance: Writable<number> }>((amount, { balance }) => balance.set(amount));`,
  ),

  // Cells.
  items: body(
    `const items = new Writable<Item[]>([{ title: "Bread", done: false, tags: ["food"] }]);`,
  ),
  item: body(`const item = items.get()[0]!;`),
  list: body(`const list = new Writable<Item[]>([]);`),
  pinned: body(`const pinned = new Writable<Item[]>([]);`),
  tags: body(`const tags = new Writable<string[]>([]);`),
  history: body(`const history = new Writable<string[]>(["first"]);`),
  draft: body(`const draft = new Writable("");`),
  name: body(`const name = new Writable("Ada");`),
  title: body(`const title = new Writable("Title");`),
  text: body(`const text = new Writable("text");`),
  count: body(`const count = new Writable(0);`),
  votes: body(`const votes = new Writable(0);`),
  task: body(`const task = new Writable({ title: "Paint", done: false });`),
  settings: body(`const settings = new Writable<Settings>({ theme: "dark" });`),
  notes: body(`const notes = new Writable<string[]>(["tea"]);`),
  facts: body(`const facts = new Writable<string[]>([]);`),
  prices: body(`const prices = new Writable<number[]>([1, 2]);`),
  person: body(`const person = new Writable({ address: { street: "Main Street" } });`),
  me: body(`const me = new Writable<Person>({ name: "Ada" });`),
  author: body(`const author = me;`),
  chosen: body(`const chosen = new Writable<Item>({ title: "Bread" });`),
  pieces: body(`const pieces = new Writable<{ title: string }[]>([]);`),
  messages: body(`const messages = new Writable<BuiltInLLMMessage[]>([]);`),
  done: body(`const done = new Writable(false);`),
  state: body(`const state = new Writable({ a: 1 });`),

  // Values and references.
  id: body(`const id = computed(() => getEntityId(items.get()[0])?.["/"] ?? "");`),
  teamSpace: body(`const teamSpace = getPatternEnvironment().spaceDid;`),
  error: body(`const error = computed(() => "");`),
  url: body(`const url = "https://example.org/picture.png";`),
  pictureUrl: body(`const pictureUrl = "https://example.org/picture.png";`),
  link: body(`const link = "/of:somewhere";`),
  code: body(`const code = "export default 1;";`),
  files: body(`const files = [{ name: "/main.tsx", contents: "export default 1;" }];`),
  photo: body(`const photo = { url: "data:image/png;base64,AQID" };`),
  question: body(`const question = "Why?";`),
  prompt: body(`const prompt = "Say hello";`),
  goal: body(`const goal = "Tidy up";`),
  note: body(`const note = Note({ title: "A note" });`),
  minimum: body(`const minimum = 3;`),
  body: body(`const body = "text";`),
  user: body(`const user = fetchJson<{ name: string }>({ url: "https://example.org/user" });`),
  child: body(`const child = Counter({ value: 1 });`),
  counter: body(`const counter = Counter({ value: 1 });`),
  db: body(
    `const db = sqliteDatabase({
  tables: {
    entries: table({ id: "integer primary key", body: "text" }),
    notes: table({ id: "integer primary key", body: "text" }),
  },
});`,
  ),
  add: body(`const add = action(({ title }: { title: string }) => items.push({ title }));`),
  clear: body(`const clear = action(() => items.set([]));`),
};
