/** What comes from outside: JSON, text, bytes, events and models, each pending, answered or failed. */
import {
  action,
  type AsyncState,
  type BinaryContent,
  computed,
  fetchBinary,
  fetchJson,
  fetchJsonUnchecked,
  fetchText,
  generateObject,
  generateText,
  llm,
  pattern,
  Stream,
  streamData,
  Writable,
} from "commonfabric";

interface Book {
  title: string;
  pages: number;
}

interface Output {
  title: string;
  failed: string;
  busy: boolean;
  text: string | undefined;
  waiting: boolean;
  mediaType: string | undefined;
  latest: number;
  anything: unknown;
  models: string;
  open: Stream<string>;
  read: Stream<void>;
  ask: Stream<string>;
}

export default pattern<Record<string, never>, Output>(() => {
  const name = new Writable("emma");
  const book = fetchJson<Book>({ url: computed(() => `https://books.example/${name.get()}.json`) });
  const path = new Writable<string | undefined>(undefined);
  const page = fetchText({ url: path });
  const cover: AsyncState<BinaryContent> = fetchBinary({ url: "https://books.example/cover.png" });
  const ticks = streamData<{ n: number }>({ url: "https://books.example/ticks" });
  const loose = fetchJsonUnchecked({ url: "https://books.example/loose.json" });

  const question = new Writable("");
  const summary = generateText({ prompt: question });
  const parts = generateObject<{ chapters: string[] }>({ prompt: question });
  const answer = llm({
    messages: computed(() =>
      question.get() === "" ? [] : [{ role: "user" as const, content: question.get() }]
    ),
  });

  return {
    title: computed(() => book.result?.title ?? "none"),
    failed: computed(() => book.error?.message ?? ""),
    busy: book.pending,
    text: page.result,
    waiting: page.pending,
    mediaType: computed(() => cover.result?.mediaType),
    latest: computed(() => ticks.result?.n ?? 0),
    anything: loose.result,
    models: computed(() =>
      [summary, parts, answer].map((each) => each.error ? "failed" : each.pending ? "busy" : "idle")
        .join()
    ),
    open: action((next: string) => name.set(next)),
    read: action(() => path.set("https://books.example/page.md")),
    ask: action((next: string) => question.set(next)),
  };
});
