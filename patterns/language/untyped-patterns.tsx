/** Patterns whose types are lost: declared as any, made of themselves, found in a table of any. */
import {
  action,
  computed,
  handler,
  NAME,
  navigateTo,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface PageInput {
  title: string;
}
interface PageOutput {
  [NAME]: string;
  [UI]: VNode;
  title: string;
  views: number;
  pages: PageOutput[];
  view: Stream<void>;
  addPage: Stream<void>;
}

const openPage = handler((_event: void, { title }: { title: string }) => {
  return navigateTo(Page({ title }));
});

/** Makes pages of its own kind in its actions. */
export const Page = pattern<PageInput, PageOutput>(({ title }) => {
  const views = new Writable(0);
  const pages = new Writable<PageOutput[]>([]);
  const view = action(() => views.set(views.get() + 1));
  const addPage = action(() => {
    const page = Page({ title: `${title}/${pages.get().length + 1}` });
    pages.push(page);
    return page;
  });
  return {
    [NAME]: computed(() => `Page ${title}`),
    [UI]: <button type="button" onClick={openPage({ title })}>{title}</button>,
    title,
    views,
    pages,
    view,
    addPage,
  };
});

export const Untyped: any = pattern<{ size: number }, { size: number; area: number }>((
  { size },
) => ({ size, area: computed(() => size * size) }));

const kinds: Record<string, any> = { square: Untyped };

/** Makes a piece of the kind with this name. */
export function make(kind: string, size: number): unknown {
  const factory = kinds[kind];
  return factory({ size });
}

/** Gives what no type describes and what is no piece either. */
export function describe(kind: string): any {
  return { kind, sizes: [1, 2, 3], label: () => `${kind}s` };
}
