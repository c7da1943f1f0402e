/** A place to try patterns: from an address or written here, run beside their source. */
import {
  action,
  type AsyncState,
  compileAndRun,
  type CompileRequest,
  computed,
  Default,
  type FetchOptions,
  fetchProgram,
  type FetchRequest,
  ifElse,
  NAME,
  navigateTo,
  pattern,
  type ProgramSource,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

const STARTER = `import { computed, pattern } from "commonfabric";
export default pattern<{ n: number }>(({ n }) => ({ shown: computed(() => n * 2) }));
`;

/** What a program is given, and what is expected of it. */
interface Given {
  n: number;
}
interface Shown {
  shown: number | string;
}

interface PlaygroundInput {
  code: Writable<string | Default<typeof STARTER>>;
  url: Writable<string | Default<"">>;
  n: Writable<number | Default<1>>;
}

interface PlaygroundOutput {
  [NAME]: string;
  [UI]: VNode;
  running: boolean;
  shown: number | string | undefined;
  problems: string[];
  files: string[];
  write: Stream<string>;
  load: Stream<string>;
  choose: Stream<number>;
  keep: Stream<void>;
  open: Stream<void>;
}

export default pattern<PlaygroundInput, PlaygroundOutput>(({ code, url, n }) => {
  const options: FetchOptions = { headers: { accept: "text/plain" } };
  const request: FetchRequest = { url, options };
  const loaded: AsyncState<ProgramSource> = fetchProgram(request);
  const program: CompileRequest<Given> = {
    files: computed(() =>
      url.get() === "" ? [{ name: "/main.tsx", contents: code.get() }] : loaded.result?.files ?? []
    ),
    main: computed(() => url.get() === "" ? "/main.tsx" : loaded.result?.main),
    input: { n },
  };
  const run = compileAndRun<Given, Shown>(program);
  const problems = computed(() => {
    if (loaded.error) return [loaded.error.message];
    if (run.errors?.length) {
      return run.errors.map(({ file, line, message }) => `${file ?? "?"}:${line} ${message}`);
    }
    return run.error ? [run.error.message] : [];
  });
  return {
    [NAME]: "Playground",
    [UI]: (
      <cf-screen>
        <cf-grid columns="repeat(auto-fit, minmax(min(22rem, 100%), 1fr))" gap="3">
          <cf-vstack gap="2">
            <cf-input $value={url} placeholder="Address of a pattern" />
            {ifElse(computed(() => url.get() === ""), <cf-code-editor $value={code} />, null)}
          </cf-vstack>
          <cf-vstack gap="2">
            {run.pending ? <cf-loader /> : null}
            {problems.map((problem) => <cf-text variant="error">{problem}</cf-text>)}
            <cf-heading level={2}>{run.result?.shown}</cf-heading>
          </cf-vstack>
        </cf-grid>
      </cf-screen>
    ),
    running: computed(() => run.pending || loaded.pending),
    shown: run.result?.shown,
    problems,
    files: computed(() => loaded.result?.files.map(({ name }) => name) ?? []),
    write: action((text: string) => code.set(text)),
    load: action((from: string) => url.set(from)),
    choose: action((value: number) => n.set(value)),
    /** Takes what was loaded as one's own text. */
    keep: action(() => {
      const main = loaded.result?.files.find(({ name }) => name === loaded.result.main);
      if (main === undefined) return;
      code.set(main.contents);
      url.set("");
    }),
    open: action(() => {
      navigateTo(run.result);
    }),
  };
});
