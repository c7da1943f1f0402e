/** The smallest useful pattern: a number that everybody in the space shares. */
import {
  computed,
  Default,
  handler,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface CounterInput {
  value: Writable<number | Default<0>>;
  /** How far one step goes. */
  step?: number | Default<1>;
}

interface CounterOutput {
  [NAME]: string;
  [UI]: VNode;
  value: number;
  increment: Stream<{ amount?: number }>;
  reset: Stream<void>;
}

const increment = handler<{ amount?: number }, { value: Writable<number>; step: number }>(
  ({ amount }, { value, step }) => value.increment(amount ?? step),
);

const reset = handler<void, { value: Writable<number> }>((_, { value }) => {
  value.set(0);
});

export default pattern<CounterInput, CounterOutput>(({ value, step }) => {
  const parity = computed(() => (value.get() % 2 === 0 ? "even" : "odd"));
  return {
    [NAME]: computed(() => `Counter: ${value.get()}`),
    [UI]: (
      <cf-screen>
        <cf-card>
          <cf-vstack gap="3" align="center">
            <cf-heading level="1">{value}</cf-heading>
            <cf-text variant="muted">an {parity} number</cf-text>
            <cf-hstack gap="2">
              <cf-button
                aria-label="Decrease"
                onClick={increment({ value, step: -1 })}
              >
                −
              </cf-button>
              <cf-button
                variant="primary"
                aria-label="Increase"
                onClick={increment({ value, step })}
              >
                +
              </cf-button>
              <cf-button variant="ghost" disabled={value.get() === 0} onClick={reset({ value })}>
                Reset
              </cf-button>
            </cf-hstack>
          </cf-vstack>
        </cf-card>
      </cf-screen>
    ),
    value,
    increment: increment({ value, step }),
    reset: reset({ value }),
  };
});
