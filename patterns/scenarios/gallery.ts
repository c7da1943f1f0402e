/** Photos, the one that is selected, and albums whose cover it becomes: one entity everywhere. */

import { type Cell, Default, handler, lift, pattern } from "commonfabric";
interface Photo {
  id: string;
  title: string;
  rating?: number;
  album: string;
}
interface Album {
  name: string;
  cover: Photo | null;
}
type State = { photos: Cell<Photo[]>; albums: Cell<Album[]>; selected: Cell<Photo | null> };
const select = handler(
  ({ id }: { id: string }, { photos, selected }: Pick<State, "photos" | "selected">) =>
    selected.set(photos.get().find((photo) => photo.id === id) ?? null),
);
const rate = handler(({ rating }: { rating: number }, { selected }: Pick<State, "selected">) => {
  if (selected.get()) selected.key("rating").set(rating);
});
const setCover = handler(
  ({ album }: { album: string }, { albums, selected }: Pick<State, "albums" | "selected">) => {
    const index = albums.get().findIndex(({ name }) => name === album);
    if (index >= 0) albums.key(index).key("cover").set(selected.get());
  },
);
const next = handler(
  (
    e: { by?: number } | undefined,
    { photos, selected }: { photos: Cell<Photo[]>; selected: Cell<Photo | null> },
  ) => {
    const all = photos.get();
    const at = all.indexOf(selected.get()!);
    selected.set(all[(at + (e?.by ?? 1) + all.length) % all.length]);
  },
);
const controls = ({ photos, albums, selected }: {
  photos: Photo[];
  albums: Album[];
  selected: Photo | null;
}) => ({
  select: select({ photos, selected }),
  rate: rate({ selected }),
  setCover: setCover({ albums, selected }),
  next: next({ photos, selected }),
});
export const gallery = pattern<
  {
    photos: Default<
      Photo[],
      [{ id: "p1"; title: "One"; album: "x" }, { id: "p2"; title: "Two"; album: "y" }]
    >;
    albums: Default<Album[], [{ name: "x"; cover: null }]>;
    selected: Default<Photo | null, null>;
  }
>(({ photos, albums, selected }) => ({
  photos,
  albums,
  selected,
  ...controls({ photos, albums, selected }),
  caption: lift((p: Photo | null) => p ? `${p.title} ${"*".repeat(p.rating ?? 0)}`.trim() : "-")(
    selected,
  ),
  best: lift((ps: Photo[]) => [...ps].sort((a, b) => (b.rating ?? 0) - (a.rating ?? 0))[0]?.id)(
    photos,
  ),
}));
