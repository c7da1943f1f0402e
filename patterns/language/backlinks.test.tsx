import { action, assert, computed, equals, pattern, TESTS, Writable } from "commonfabric";
import Wiki from "./backlinks.tsx";

export default pattern(() => {
  const wiki = Wiki({});
  const kept = new Writable<{ text: string } | null>(null);
  const page = (title: string) => wiki.pages.find((one) => one.title === title)!;
  const names = computed(() =>
    wiki.pages.map((one) => `${one.title}<${one.backlinks.map(({ title }) => title).join("+")}`)
      .join()
  );
  return {
    [TESTS]: [
      { action: wiki.add, event: "a" },
      { action: wiki.add, event: "b" },
      { assertion: assert(() => names === "a<,b<") },
      { action: action(() => page("b").mention.send({ page: page("a") })) },
      { assertion: assert(() => names === "a<b,b<") },
      { action: action(() => page("a").mention.send({ page: page("a") })) },
      { assertion: assert(() => names === "a<a+b,b<") },
      // Plain objects that a computation writes are the same entities each time it runs.
      { assertion: assert(() => wiki.titles.map(({ text }) => text).join() === "a,b") },
      { action: action(() => kept.set(wiki.titles[0]!)) },
      { action: wiki.add, event: "c" },
      { assertion: assert(() => wiki.titles.length === 3 && wiki.titles[2]!.text === "c") },
      { assertion: assert(() => equals(kept.get(), wiki.titles[0])) },
    ],
  };
});
