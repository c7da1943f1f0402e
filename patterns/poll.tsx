/** A poll in which each person has one vote and can change it; the tally is everyone's. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  PerUser,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Option {
  label: string;
  votes: number | Default<0>;
}

interface Input {
  question: Writable<string | Default<"Where do we eat?">>;
  options: Writable<Option[] | Default<[]>>;
  closed: Writable<boolean | Default<false>>;
  /** The label that this person voted for. */
  mine: PerUser<Writable<string | null | Default<null>>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  options: Option[];
  mine: string | null;
  total: number;
  leader: string | null;
  addOption: Stream<{ label: string }>;
  vote: Stream<{ label: string }>;
  close: Stream<void>;
}

export default pattern<Input, Output>(({ question, options, closed, mine, draft }) => {
  const total = computed(() => options.get().reduce((sum, option) => sum + option.votes, 0));
  const leader = computed(() => {
    const sorted = options.get().toSorted((a, b) => b.votes - a.votes);
    const [first, second] = sorted;
    return first === undefined || first.votes === (second?.votes ?? 0) ? null : first.label;
  });

  const addOption = action(({ label }: { label: string }) => {
    const text = label.trim();
    if (text === "" || options.get().some((option) => option.label === text)) return;
    options.push({ label: text, votes: 0 });
    draft!.set("");
  });
  const vote = action(({ label }: { label: string }) => {
    const before = mine.get();
    const index = options.get().findIndex((option) => option.label === label);
    if (closed.get() || index < 0 || before === label) return;
    const previous = options.get().findIndex((option) => option.label === before);
    if (previous >= 0) options.key(previous).key("votes").increment(-1);
    options.key(index).key("votes").increment(1);
    mine.set(label);
  });
  const close = action(() => closed.set(true));

  return {
    [NAME]: computed(() => `${question.get()} (${total})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-input $value={question} label="Question" readonly={closed.get()} />
          {closed.get() ? <cf-alert variant="info">The poll is closed.</cf-alert> : null}
          {options.map((option) => (
            <cf-card variant={mine.get() === option.label ? "raised" : "outlined"}>
              <cf-vstack gap="2">
                <cf-hstack justify="between" align="center">
                  <cf-text weight={leader === option.label ? "bold" : "normal"}>
                    {option.label}
                  </cf-text>
                  <cf-button
                    size="sm"
                    pressed={mine.get() === option.label}
                    disabled={closed.get()}
                    aria-label={`Vote for ${option.label}`}
                    onClick={() =>
                      vote.send({ label: option.label })}
                  >
                    {mine.get() === option.label ? "✓ Your vote" : "Vote"}
                  </cf-button>
                </cf-hstack>
                <cf-progress
                  value={option.votes}
                  max={Math.max(1, total)}
                  label={`Votes for ${option.label}`}
                />
                <cf-text variant="caption">
                  {option.votes} of {total}
                </cf-text>
              </cf-vstack>
            </cf-card>
          ))}
          {!closed.get() && (
            <cf-hstack gap="2">
              <cf-input
                $value={draft}
                placeholder="Another option"
                aria-label="Another option"
                oncf-submit={() => addOption.send({ label: draft!.get() })}
              />
              <cf-button onClick={() => addOption.send({ label: draft!.get() })}>Add</cf-button>
              <cf-button variant="ghost" onClick={close}>Close the poll</cf-button>
            </cf-hstack>
          )}
        </cf-vstack>
      </cf-screen>
    ),
    options,
    mine,
    total,
    leader,
    addOption,
    vote,
    close,
  };
});
