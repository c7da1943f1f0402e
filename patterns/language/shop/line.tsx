/** One line of a basket, with its own switch. */
import { action, computed, NAME, pattern, Stream, UI, type VNode, Writable } from "commonfabric";
import { Money } from "./money.ts";

export enum Kind {
  Food = "food",
  Other = "other",
}
export interface Product {
  name: string;
  cents: number;
  kind: Kind;
}
export interface LineOutput {
  [NAME]: string;
  [UI]: VNode;
  cents: number;
  gift: boolean;
  toggle: Stream<void>;
}

export const Line = pattern<{ product: Product; count?: number }, LineOutput>(
  ({ product, count = 1 }) => {
    const gift = new Writable(false);
    const cents = computed(() => product.cents * count + (gift.get() ? 100 : 0));
    const toggle = action(() => gift.set(!gift.get()));
    return {
      [NAME]: `${product.name} × ${count}`,
      [UI]: (
        <li class={gift ? "gift" : ""}>
          {product.name}: {computed(() => new Money(cents).toString())}
          <button onClick={toggle}>gift</button>
        </li>
      ),
      cents,
      gift,
      toggle,
    };
  },
);
