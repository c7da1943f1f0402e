/** One piece in several sizes: a page, a tile, a chip, files and a type, and who asks for which. */
import {
  action,
  CHIP_UI,
  computed,
  Default,
  FS,
  NAME,
  pattern,
  Stream,
  TILE_UI,
  TYPE,
  UI,
  uiVariant,
  type VNode,
  Writable,
} from "commonfabric";

interface RecipeOutput {
  [NAME]: string;
  [UI]: VNode;
  [TILE_UI]: VNode;
  [CHIP_UI]: VNode;
  [FS]: Record<string, string>;
  [TYPE]: string;
  rename: Stream<string>;
}

export const Recipe = pattern<
  { title: Writable<string | Default<"Soup">> },
  RecipeOutput
>(({ title }) => ({
  [NAME]: computed(() => `Recipe: ${title.get()}`),
  [UI]: (
    <cf-screen>
      <h1>{title}</h1>
    </cf-screen>
  ),
  [TILE_UI]: (
    <cf-card>
      <b>{title}</b>
    </cf-card>
  ),
  [CHIP_UI]: <cf-chip>{title}</cf-chip>,
  [FS]: { "title.txt": computed(() => title.get().toUpperCase()) },
  [TYPE]: "recipe",
  rename: action((next: string) => title.set(next)),
}));

/** A pattern without sizes of its own: its page stands for them. */
export const Tally = pattern<{ n: number }, { [UI]: VNode }>(({ n }) => ({ [UI]: <p>{n}</p> }));

interface ShelfOutput {
  soup: RecipeOutput;
  tile: VNode;
  chip: VNode;
  plain: VNode;
}

export default pattern<Record<string, never>, ShelfOutput>(() => {
  const soup = Recipe({});
  const tally = Tally({ n: 7 });
  return {
    soup,
    tile: uiVariant(soup, "tile"),
    chip: uiVariant(soup, "chip"),
    plain: uiVariant(tally, "tile"),
  };
});
