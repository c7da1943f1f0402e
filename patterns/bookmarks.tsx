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

/** What an address may lead to: a piece, or any part of one that has a title. */
interface Titled {
  title?: string;
  [NAME]?: string;
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
      title: computed(() => {
        if (there.error) return "(no address)";
        const item = there.result?.get();
        return item?.title ?? item?.[NAME] ?? "(gone)";
      }),
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
  const draft = new Writable.perSession("");
  const keep = action(() => {
    const address = draft.get().trim();
    if (address !== "") addresses.push(address);
    draft.set("");
  });
  return {
    [NAME]: computed(() => `Bookmarks (${addresses.get().length})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-hstack gap="2" align="end">
            <cf-input
              label="Address"
              $value={draft}
              placeholder="Copy it from the page of a piece"
              oncf-submit={keep}
            />
            <cf-button variant="primary" onClick={keep}>Keep</cf-button>
          </cf-hstack>
          {addresses.get().length === 0
            ? <cf-text variant="muted">Nothing is marked yet.</cf-text>
            : (
              <cf-vstack gap="1">
                {bookmarks.map((bookmark) => (
                  <cf-button onClick={bookmark.open}>{bookmark.title}</cf-button>
                ))}
              </cf-vstack>
            )}
        </cf-vstack>
      </cf-screen>
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
