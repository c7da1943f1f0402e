import {
  action,
  assert,
  multiUserTest,
  type MultiUserTestOptions,
  pattern,
  TESTS,
} from "commonfabric";
import OtherSpaces from "./other-spaces.tsx";

interface Shared {
  it: ReturnType<typeof OtherSpaces>;
}

const Ann = pattern<Shared>(({ it }) => ({
  [TESTS]: [
    { action: it.book.add, event: "Ann" },
    { action: it.settings.toggle },
    { action: it.invite, event: "Profile of Ann" },
    { label: "ann is in" },
    { await: "bob is in" },
    { assertion: assert(() => it.book.count === 2) },
    { assertion: assert(() => it.settings.theme === "dark" && it.settings.opened === 1) },
    { assertion: assert(() => it.profiles[0]!.visits === 1) },
  ],
}));

const Bob = pattern<Shared>(({ it }) => ({
  [TESTS]: [
    { await: "ann is in" },
    { action: it.book.add, event: "Bob" },
    { assertion: assert(() => it.settings.theme === "light" && it.settings.opened === 0) },
    { assertion: assert(() => it.profiles[0]!.name === "Profile of Ann") },
    { action: action(() => it.profiles[0]!.visit.send()) },
    { label: "bob is in" },
  ],
}));

const test: MultiUserTestOptions = {
  setup: pattern(() => ({ it: OtherSpaces({}) })),
  participants: [{ name: "ann", pattern: Ann }, { name: "bob", pattern: Bob }],
};

export default multiUserTest(test);
