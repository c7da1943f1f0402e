/** A program of several files: components, an enum, a class and generic helpers. */
import { computed, Default, handler, lift, NAME, pattern, UI, Writable } from "commonfabric";
import { Kind, Line, type Product } from "./shop/line.tsx";
import { groupBy, Money } from "./shop/money.ts";

const describe = lift<{ products: Product[] }, Record<string, number>>(({ products }) => {
  const groups = groupBy(products, ({ kind }) => kind);
  return Object.fromEntries(Object.entries(groups).map(([kind, list]) => [kind, list.length]));
});

const addProduct = handler<Partial<Product>, { products: Writable<Product[]> }>(
  ({ name = "thing", cents = 1, kind = Kind.Other, ...rest }, { products }) => {
    products.push({ name, cents, kind, ...rest });
  },
);

export default pattern<{ products: Writable<Product[] | Default<[]>> }>(({ products }) => {
  const lines = products.map((product, index) => Line({ product, count: index + 1 }));
  const total = computed(() =>
    lines.reduce((sum, line) => sum.plus(new Money(line.cents)), new Money(0)).toString()
  );
  const counts = describe({ products });
  return {
    [NAME]: computed(() => `Basket: ${total}`),
    [UI]: <ol>{products.map((product) => <Line product={product} />)}{lines}</ol>,
    lines,
    total,
    counts,
    food: computed(() => counts[Kind.Food] ?? 0),
    add: addProduct({ products }),
    actions: { add: addProduct({ products }), first: lines[0] },
  };
});
