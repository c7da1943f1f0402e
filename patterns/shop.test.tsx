/** Two customers and one stock: what goes from a cart into orders and rows is there for both. */
import { assert, equals, multiUserTest, pattern, TESTS, UI } from "commonfabric";
import Shop from "./shop.tsx";

type Piece = ReturnType<typeof Shop>;
const setup = pattern(() => ({ shop: Shop({}) }));
const Ann = pattern<{ shop: Piece }>(({ shop }) => ({
  [TESTS]: [
    { action: shop.login, event: "Ann" },
    { action: shop.stockUp, event: { sku: "a", name: "Apple", price: 2, stock: 5 } },
    { action: shop.stockUp, event: { sku: "b", name: "Bread", price: 3, stock: 1 } },
    { action: shop.add, event: { sku: "a", note: "red" } },
    { action: shop.add, event: { sku: "a" } },
    { action: shop.add, event: { sku: "b" } },
    {
      assertion: assert(() =>
        shop.total === 7 && shop.cart[0].count === 2 && shop.cart.length === 2
      ),
    },
    { action: shop.save },
    {
      assertion: assert(() =>
        shop.cart.length === 0 && shop.savedSizes.join() === "2" && shop.total === 0
      ),
    },
    { action: shop.restore, event: { index: 0 } },
    {
      assertion: assert(() =>
        shop.total === 7 && shop.cart[0].note === "red" && shop.savedSizes.length === 0
      ),
    },
    { render: shop[UI] },
    { label: "a0" },
    { await: "b0" },
    { assertion: assert(() => shop.total === 11 && shop.cart[0].product.price === 4) },
    { action: shop.order, event: { gift: { to: "Bob", text: "hi" } } },
    {
      assertion: assert(() =>
        shop.mine.join() === "1:new:11:a2+b1" && shop.stock.join() === "3,0" &&
        shop.banner === "thanks" && shop.cart.length === 0
      ),
    },
    { assertion: assert(() => shop.rows.join() === "a2,b1") },
    { label: "a1" },
    { await: "b1" },
    {
      assertion: assert(() =>
        shop.shared.length === 1 && shop.sharedTotal === 4 && shop.shared[0].note === "bob's"
      ),
    },
    { action: shop.more, event: { index: 0 } },
    { assertion: assert(() => shop.sharedTotal === 8) },
    { action: shop.takeShared, event: { index: 0 } },
    { assertion: assert(() => shop.cart[0].count === 2 && shop.shared.length === 0) },
    { action: shop.pay, event: { number: 1 } },
    { label: "a2" },
    { await: "b2" },
    { assertion: assert(() => shop.cart.length === 1 && shop.orders.length === 1) },
  ],
}));
const Bob = pattern<{ shop: Piece }>(({ shop }) => ({
  [TESTS]: [
    { await: "a0" },
    { action: shop.login, event: "Bob" },
    { assertion: assert(() => shop.cart.length === 0 && shop.products.length === 2) },
    { action: shop.reprice, event: { sku: "a", price: 4 } },
    { action: shop.add, event: { sku: "b" } },
    { label: "b0" },
    { await: "a1" },
    { action: shop.order, event: {} },
    {
      assertion: assert(() =>
        shop.banner === "no Bread" && shop.cart.length === 1 && shop.orders.length === 1
      ),
    },
    {
      assertion: assert(() =>
        shop.orders[0].gift!.to === "Bob" && shop.orders[0].lines[0].note === "red" &&
        shop.orders[0].lines[0].product.price === 4
      ),
    },
    { assertion: assert(() => equals(shop.orders[0].lines[1].product, shop.products[1])) },
    { action: shop.pay, event: { number: 1 } },
    { assertion: assert(() => shop.orders[0].state === "new") },
    { action: shop.drop, event: { index: 0 } },
    { action: shop.add, event: { sku: "a", note: "bob's" } },
    { action: shop.share, event: { index: 0 } },
    { assertion: assert(() => shop.cart.length === 0 && shop.shared[0].product.sku === "a") },
    { label: "b1" },
    { await: "a2" },
    {
      assertion: assert(() =>
        shop.orders[0].state === "paid" && shop.shared.length === 0 && shop.mine.length === 0
      ),
    },
    { render: shop[UI] },
    { label: "b2" },
  ],
}));
export default multiUserTest({ setup, participants: { ann: Ann, bob: Bob } });
