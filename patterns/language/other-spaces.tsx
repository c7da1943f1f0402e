/**
 * Pieces in other spaces: a team's shared address book, one profile each in a space of its own, and
 * settings that are each user's.
 */
import {
  action,
  computed,
  Default,
  getPatternEnvironment,
  NAME,
  pattern,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface ProfileInput {
  name: Writable<string | Default<"Nobody">>;
}

export interface Profile {
  [NAME]: string;
  name: string;
  visits: number;
  space: string | undefined;
  visit: Stream<void>;
  rename: Stream<string>;
}

export const Profile = pattern<ProfileInput, Profile>(({ name }) => {
  const visits = new Writable(0);
  return {
    [NAME]: computed(() => `Profile of ${name.get()}`),
    name,
    visits,
    space: getPatternEnvironment().spaceDid,
    visit: action(() => visits.increment()),
    rename: action((to: string) => name.set(to)),
  };
});

interface Book {
  count: number;
  add: Stream<string>;
  space: string | undefined;
}

export const AddressBook = pattern<Record<string, never>, Book>(() => {
  const db = sqliteDatabase({ tables: { people: table({ name: "text" }) } });
  const people = db.query<{ name: string }>("SELECT name FROM people ORDER BY name", {
    reactOn: db,
  });
  return {
    count: computed(() => people.result?.length ?? 0),
    add: action((name: string) => db.exec("INSERT INTO people (name) VALUES (?)", [name])),
    space: getPatternEnvironment().spaceDid,
  };
});

export const Settings = pattern<
  { theme: Writable<string | Default<"light">> },
  { theme: string; opened: number; toggle: Stream<void> }
>(({ theme }) => {
  const opened = new Writable(0);
  return {
    theme,
    opened,
    toggle: action(() => {
      theme.set(theme.get() === "light" ? "dark" : "light");
      opened.increment();
    }),
  };
});

interface Output {
  [UI]: VNode;
  profiles: Profile[];
  book: Book;
  sameBook: Book;
  own: Profile;
  settings: { theme: string; opened: number; toggle: Stream<void> };
  motto: string;
  mine: string;
  proclaim: Stream<string>;
  invite: Stream<string>;
  joinBook: Stream<string>;
  space: string | undefined;
}

export default pattern<{ profiles: Writable<Profile[] | Default<[]>> }, Output>(({ profiles }) => {
  const book = AddressBook.inSpace("team")({});
  const sameBook = computed(() => book);
  const own = Profile.inSpace()({ name: "Me" });
  const settings = Settings.asScope("user")({});
  const motto = new Writable("none").inSpace("team");
  return {
    [UI]: (
      <cf-vstack>
        {profiles.map((profile) => <cf-button onClick={profile.visit}>{profile.name}</cf-button>)}
      </cf-vstack>
    ),
    profiles,
    book,
    sameBook,
    own,
    settings,
    motto,
    mine: motto.asScope("user"),
    proclaim: action((text: string) => motto.set(text)),
    // The profile is made in a space of its own, and the list here leads to it.
    invite: action((name: string) => profiles.push(Profile.inSpace()({ name }))),
    // Where another piece is, this one goes too.
    joinBook: action((name: string) => profiles.push(Profile.inSpace(book.space)({ name }))),
    space: getPatternEnvironment().spaceDid,
  };
});
