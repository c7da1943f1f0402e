/** A counter: one stored number, a derived text, and a stream that others can send to. */

import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface CounterInput {
  value: Writable<number | Default<0>>;
}

interface CounterOutput {
  [NAME]: string;
  [UI]: VNode;
  value: number;
  increment: Stream<{ amount?: number }>;
}

export default pattern<CounterInput, CounterOutput>(({ value }) => {
  const increment = action(({ amount }: { amount?: number }) => {
    value.set(value.get() + (amount ?? 1));
  });
  return {
    [NAME]: computed(() => `Counter: ${value.get()}`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-heading>{value}</cf-heading>
          <cf-hstack gap="2">
            <cf-button onClick={() => increment.send({ amount: -1 })}>Less</cf-button>
            <cf-button onClick={() => increment.send({ amount: 1 })}>More</cf-button>
          </cf-hstack>
        </cf-vstack>
      </cf-screen>
    ),
    value,
    increment,
  };
});
