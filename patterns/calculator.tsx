/** A calculator with the keys of one on a desk; its state is one union that handlers walk through. */
import {
  computed,
  Default,
  handler,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

type Operator = "+" | "−" | "×" | "÷";

/** What is shown, and the sum that waits for its right side. */
interface State {
  shown: string;
  left: number | null;
  operator: Operator | null;
  /** Whether the next digit begins a new number. */
  fresh: boolean;
}

interface Input {
  state: PerSession<
    Writable<State | Default<{ shown: "0"; left: null; operator: null; fresh: true }>>
  >;
  tape: Writable<string[] | Default<[]>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  shown: string;
  tape: string[];
  press: Stream<{ key: string }>;
}

const KEYS = [
  "7",
  "8",
  "9",
  "÷",
  "4",
  "5",
  "6",
  "×",
  "1",
  "2",
  "3",
  "−",
  "0",
  ".",
  "=",
  "+",
] as const;

function apply(left: number, operator: Operator, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "−":
      return left - right;
    case "×":
      return left * right;
    case "÷":
      return left / right;
  }
}

const format = (value: number) => Number.isFinite(value) ? String(+value.toPrecision(12)) : "Error";

const press = handler<
  { key: string },
  { state: Writable<State>; tape: Writable<string[]> }
>(({ key }, { state, tape }) => {
  const { shown, left, operator, fresh } = state.get();
  if (/^\d$/.test(key)) {
    state.update({ shown: fresh || shown === "0" ? key : shown + key, fresh: false });
  } else if (key === ".") {
    if (fresh) state.update({ shown: "0.", fresh: false });
    else if (!shown.includes(".")) state.update({ shown: `${shown}.` });
  } else if (key === "C") {
    state.set({ shown: "0", left: null, operator: null, fresh: true });
  } else {
    const waits = left !== null && operator !== null && !fresh;
    const value = waits ? apply(left, operator, Number(shown)) : Number(shown);
    if (waits) tape.push(`${format(left)} ${operator} ${shown} = ${format(value)}`);
    state.set({
      shown: format(value),
      left: key === "=" ? null : value,
      operator: key === "=" ? null : key as Operator,
      fresh: true,
    });
  }
});

export default pattern<Input, Output>(({ state, tape }) => {
  const send = press({ state, tape });
  const shown = computed(() => state.get().shown);
  return {
    [NAME]: "Calculator",
    [UI]: (
      <cf-screen narrow>
        <cf-card>
          <cf-vstack gap="2">
            <cf-heading level="1" role="status">{state.get().operator} {shown}</cf-heading>
            <cf-grid columns="4" gap="1">
              {KEYS.map((key) => (
                <cf-button
                  block
                  size="lg"
                  variant={/[\d.]/.test(key) ? "secondary" : "primary"}
                  pressed={state.get().operator === key}
                  onClick={() => send.send({ key })}
                >
                  {key}
                </cf-button>
              ))}
            </cf-grid>
            <cf-button variant="ghost" onClick={() => send.send({ key: "C" })}>Clear</cf-button>
          </cf-vstack>
        </cf-card>
        {tape.map((line) => <cf-text variant="code" block>{line}</cf-text>)}
      </cf-screen>
    ),
    shown,
    tape,
    press: send,
  };
});
