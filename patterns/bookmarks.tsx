/** Bookmarks of pieces and of parts of them: kept as addresses, shown as what is there. */
import {
  action,
  cellFromUrl,
  computed,
  Default,
  getEntityId,
  getPatternEnvironment,
  NAME,
  navigateTo,
  pattern,
  Stream,
  UI,
  type VNode,
  wish,
  type WishRequest,
  type WishState,
  Writable,
} from "commonfabric";

interface Titled {
  title: string;
}

interface Piece {
  [NAME]?: string;
}

interface BookmarksInput {
  addresses: Writable<string[] | Default<[]>>;
}

interface BookmarksOutput {
  [NAME]: string;
  [UI]: VNode;
  addresses: string[];
  titles: string[];
  others: string[];
  mark: Stream<{ item: Titled }>;
  type: Stream<string>;
  open: Stream<{ index: number }>;
  retitle: Stream<{ index: number; title: string }>;
}

/** One address and what it leads to. */
const Bookmark = pattern<
  { address: string },
  { title: string; rename: Stream<string>; open: Stream<void> }
>(
  ({ address }) => {
    const there = cellFromUrl<Titled>({ url: address });
    return {
      title: computed(() => there.error ? "(no address)" : there.result?.get()?.title ?? "(gone)"),
      rename: action((title: string) => there.result.key("title").set(title)),
      open: action(() => {
        navigateTo(there.result);
      }),
    };
  },
);

export default pattern<BookmarksInput, BookmarksOutput>(({ addresses }) => {
  const { apiUrl, spaceDid } = getPatternEnvironment();
  const request: WishRequest = { query: "#mentionable", headless: true };
  const pieces: WishState<Piece[]> = wish<Piece[]>(request);
  const bookmarks = addresses.map((address) => Bookmark({ address }));
  return {
    [NAME]: computed(() => `Bookmarks (${addresses.get().length})`),
    [UI]: (
      <cf-vstack gap="1">
        {bookmarks.map((bookmark) => (
          <cf-button onClick={bookmark.open}>{bookmark.title}</cf-button>
        ))}
      </cf-vstack>
    ),
    addresses,
    titles: bookmarks.map(({ title }) => title),
    others: computed(() => pieces.result?.map((piece) => piece[NAME] ?? "?") ?? []),
    mark: action(({ item }: { item: Titled }) => {
      const id = getEntityId(item)?.["/"];
      if (id !== undefined) addresses.push(new URL(`/${spaceDid}/${id}`, apiUrl).href);
    }),
    type: action((address: string) => addresses.push(address)),
    open: action(({ index }: { index: number }) => bookmarks[index]?.open.send()),
    retitle: action(({ index, title }: { index: number; title: string }) =>
      bookmarks[index]?.rename.send(title)
    ),
  };
});
