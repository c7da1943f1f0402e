/** A piece that hands itself on, and a value that is missing, deleted or null. */
import { action, computed, equals, NAME, pattern, SELF, Stream, Writable } from "commonfabric";

interface Page {
  [NAME]: string;
  title: string;
  parent: Page | null;
  children: Page[];
  addChild: Stream<string>;
  adopt: Stream<void>;
  crumbs: string;
}
interface Input {
  title: string;
  parent?: Page | null;
  register?: Writable<Page[]>;
}

const PageOf = pattern<Input, Page>(({ title, parent, register, [SELF]: self }) => {
  const children = new Writable<Page[]>([]);
  const addChild = action((name: string) => {
    children.push(PageOf({ title: name, parent: self }));
  });
  const adopt = action(() => {
    register?.addUnique(self);
  });
  return {
    [NAME]: computed(() => `Page ${title}`),
    title,
    parent: parent ?? null,
    children,
    addChild,
    adopt,
    crumbs: computed(() => (parent ? `${parent.crumbs}/` : "") + title),
  };
});

export default PageOf;
export const isSame = (a: unknown, b: unknown) => equals(a, b);
