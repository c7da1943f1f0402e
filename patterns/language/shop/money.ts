/** Plain helpers shared by the modules of a program. */
export const CURRENCY = { symbol: "€", digits: 2 } as const;

export class Money {
  constructor(readonly cents: number) {}
  plus(other: Money): Money {
    return new Money(this.cents + other.cents);
  }
  toString(): string {
    return `${(this.cents / 100).toFixed(CURRENCY.digits)} ${CURRENCY.symbol}`;
  }
}

export function groupBy<T, K extends string>(
  items: readonly T[],
  key: (item: T) => K,
): Record<K, T[]> {
  const result = {} as Record<K, T[]>;
  for (const item of items) (result[key(item)] ??= []).push(item);
  return result;
}
