import assert from "node:assert/strict";
import { tick, withBudget } from "./budget.ts";

function spin(): never {
  for (;;) tick();
}

Deno.test("withBudget() names in quotes what has a name, and says what has none", () => {
  const message = (label: string) =>
    `Cannot finish ${label}: it ran longer than its budget of 5 ms`;
  assert.throws(() => withBudget(5, { label: "post" }, spin), { message: message("'post'") });
  assert.throws(() => withBudget(5, { label: "a handler" }, spin), {
    code: "budget-exceeded",
    message: message("a handler"),
  });
});
