import { action, assert, pattern, TESTS, UI } from "commonfabric";
import OtherSpaces, { Profile } from "./other-spaces.tsx";

export default pattern(() => {
  const it = OtherSpaces({});
  const nested = Profile.inSpace("team")({ name: "Nested" });
  const spaces = () => new Set(it.profiles.map((profile) => profile.space));
  return {
    [TESTS]: [
      { assertion: assert(() => it.space?.startsWith("did:key:") === true) },
      { assertion: assert(() => it.book.space !== it.space && it.own.space !== it.space) },
      { assertion: assert(() => it.book.space === nested.space) },
      { assertion: assert(() => it.own.space !== it.book.space) },
      { action: it.own.rename, event: "Myself" },
      { action: it.own.visit },
      { assertion: assert(() => it.own.name === "Myself") },
      { assertion: assert(() => it.own.visits === 1) },
      { action: it.book.add, event: "Ada" },
      { action: it.book.add, event: "Bo" },
      { assertion: assert(() => it.book.count === 2 && it.sameBook.count === 2) },
      { action: it.invite, event: "Cy" },
      { action: it.invite, event: "Di" },
      { assertion: assert(() => it.profiles.map(({ name }) => name).join() === "Cy,Di") },
      { assertion: assert(() => spaces().size === 2 && !spaces().has(it.space)) },
      { action: action(() => it.profiles[1]!.visit.send()) },
      { action: action(() => it.profiles[1]!.rename.send("Dee")) },
      { assertion: assert(() => it.profiles[1]!.visits === 1 && it.profiles[0]!.visits === 0) },
      { action: it.joinBook, event: "Ed" },
      { assertion: assert(() => it.profiles[2]!.space === it.book.space) },
      { assertion: assert(() => it.motto === "none") },
      { action: it.proclaim, event: "Onwards" },
      { assertion: assert(() => it.motto === "Onwards" && it.mine === "none") },
      { action: it.settings.toggle },
      { assertion: assert(() => it.settings.theme === "dark" && it.settings.opened === 1) },
      { render: it[UI] },
    ],
  };
});
