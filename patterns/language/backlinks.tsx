/** An index that writes: who mentions a page is kept with the page, by a lift that nobody reads. */
import { action, computed, Default, lift, NAME, pattern, Stream, Writable } from "commonfabric";

export interface Page {
  [NAME]: string;
  title: string;
  mentioned: Page[];
  backlinks: Page[];
  mention: Stream<{ page: Page }>;
}

/** The same pages, as those see them who keep the index. */
interface Indexed {
  mentioned: Indexed[];
  backlinks: Writable<Indexed[]>;
}

export const PageOf = pattern<{ title: string }, Page>(({ title }) => {
  const mentioned = new Writable<Page[]>([]);
  const backlinks = new Writable<Page[]>([]);
  return {
    [NAME]: title,
    title,
    mentioned,
    backlinks,
    mention: action(({ page }: { page: Page }) => mentioned.addUnique(page)),
  };
});

/** Writes the same whenever it runs: it clears what it is about to fill. */
const link = lift<{ pages: Indexed[] }, void>(({ pages }) => {
  for (const page of pages) page.backlinks.set([]);
  for (const page of pages) {
    for (const other of page.mentioned) other.backlinks.push(page);
  }
});

/** A part whose only work is to write; whoever uses it need not read it. */
export const Index = pattern<{ pages: Page[] }>(({ pages }) => {
  link({ pages: pages as unknown as Indexed[] });
  return {};
});

interface Input {
  pages: Writable<Page[] | Default<[]>>;
}

interface Output {
  pages: Page[];
  titles: { text: string }[];
  add: Stream<string>;
}

export default pattern<Input, Output>(({ pages }) => {
  const titles = new Writable<{ text: string }[]>([]);
  Index({ pages });
  computed(() => titles.set(pages.get().map(({ title }) => ({ text: title }))));
  return { pages, titles, add: action((title: string) => pages.push(PageOf({ title }))) };
});
