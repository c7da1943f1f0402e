/** A converter of units: type on either side, and the other one follows. */
import {
  action,
  computed,
  Default,
  ifElse,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

const KINDS = {
  length: { m: 1, km: 1000, mile: 1609.344, inch: 0.0254 },
  mass: { kg: 1, g: 0.001, pound: 0.45359237 },
  volume: { l: 1, ml: 0.001, cup: 0.2365882365 },
} satisfies Record<string, Record<string, number>>;
type Kind = keyof typeof KINDS;

interface Choice {
  kind: Kind;
  from: string;
  to: string;
}

interface Input {
  choice: PerSession<Writable<Choice | Default<{ kind: "length"; from: "km"; to: "mile" }>>>;
  amount: PerSession<Writable<number | Default<1>>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  result: number;
  units: string[];
  convert: Stream<{ amount: number; from?: string; to?: string }>;
  choose: Stream<{ kind: Kind }>;
  swap: Stream<void>;
}

const factor = (kind: Kind, unit: string) => (KINDS[kind] as Record<string, number>)[unit] ?? NaN;

export default pattern<Input, Output>(({ choice, amount }) => {
  const units = computed(() => Object.keys(KINDS[choice.get().kind]));
  const result = computed(() => {
    const { kind, from, to } = choice.get();
    return +(amount.get() * factor(kind, from) / factor(kind, to)).toPrecision(6);
  });
  const same = computed(() => choice.get().from === choice.get().to);
  const convert = action((wanted: { amount: number; from?: string; to?: string }) => {
    amount.set(wanted.amount);
    const { from, to } = choice.get();
    choice.update({ from: wanted.from ?? from, to: wanted.to ?? to });
  });
  const choose = action(({ kind }: { kind: Kind }) => {
    const [from, to] = Object.keys(KINDS[kind]);
    choice.set({ kind, from: from!, to: to! });
  });
  const swap = action(() => {
    const { kind, from, to } = choice.get();
    amount.set(result);
    choice.set({ kind, from: to, to: from });
  });
  return {
    [NAME]: "Units",
    [UI]: (
      <cf-screen narrow>
        <cf-card>
          <cf-vstack gap="3">
            <cf-hstack gap="1">
              {(Object.keys(KINDS) as Kind[]).map((kind) => (
                <cf-chip
                  interactive
                  selected={choice.get().kind === kind}
                  onClick={() => choose.send({ kind })}
                >
                  {kind}
                </cf-chip>
              ))}
            </cf-hstack>
            <cf-hstack gap="2" align="end">
              <cf-input label="Amount" type="number" $value={amount} />
              <cf-select label="From" $value={choice.key("from")} items={units} />
              <cf-button label="Swap" onClick={swap}>⇄</cf-button>
              <cf-select label="To" $value={choice.key("to")} items={units} />
            </cf-hstack>
            {ifElse(
              same,
              <cf-text variant="muted">The same unit.</cf-text>,
              <cf-heading level="2">
                {amount} {choice.key("from")} = {result} {choice.key("to")}
              </cf-heading>,
            )}
          </cf-vstack>
        </cf-card>
      </cf-screen>
    ),
    result,
    units,
    convert,
    choose,
    swap,
  };
});
