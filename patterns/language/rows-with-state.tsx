/** Rows that own cells: what a row remembers moves with its item through reorder and removal. */
import {
  action,
  Default,
  equals,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Song {
  title: string;
}

interface RowOutput {
  [UI]: VNode;
  title: string;
  plays: number;
  play: Stream<void>;
}

const Row = pattern<{ song: Song; position: number }, RowOutput>(({ song, position }) => {
  const plays = new Writable(0);
  const play = action(() => plays.set(plays.get() + 1));
  return {
    [UI]: (
      <li>
        {position + 1}. {song.title} ({plays})
        <cf-button onClick={play}>Play</cf-button>
      </li>
    ),
    title: song.title,
    plays,
    play,
  };
});

interface Output {
  [NAME]: string;
  [UI]: VNode;
  songs: Song[];
  rows: RowOutput[];
  add: Stream<{ title: string; at?: number }>;
  reverse: Stream<void>;
  sort: Stream<void>;
  removeFirst: Stream<void>;
  rename: Stream<{ index: number; title: string }>;
  playAt: Stream<number>;
}

export default pattern<{ songs: Writable<Song[] | Default<[]>> }, Output>(({ songs }) => {
  const rows = songs.map((song, index) => Row({ song, position: index }));
  const add = action(({ title, at }: { title: string; at?: number }) => {
    if (at === undefined) songs.push({ title });
    else {
      const next = [...songs.get()];
      next.splice(at, 0, { title });
      songs.set(next);
    }
  });
  const reverse = action(() => songs.set([...songs.get()].reverse()));
  const sort = action(() =>
    songs.set(songs.get().toSorted((a, b) => a.title.localeCompare(b.title)))
  );
  const removeFirst = action(() => songs.remove(songs.get()[0]));
  const rename = action(({ index, title }: { index: number; title: string }) => {
    songs.key(index).key("title").set(title);
  });
  const playAt = action((index: number) => {
    const song = songs.get()[index];
    const place = songs.get().findIndex((other) => equals(other, song));
    rows[place].play.send();
  });
  return {
    [NAME]: "Playlist",
    [UI]: <ol>{rows}</ol>,
    songs,
    rows,
    add,
    reverse,
    sort,
    removeFirst,
    rename,
    playAt,
  };
});
