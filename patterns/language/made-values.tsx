/** Functions of a body that give computed values, asked by conditions, callbacks and handlers. */
import { action, computed, equals, pattern, UI, type VNode, Writable } from "commonfabric";

interface Plan {
  hours: number;
}
interface Output {
  [UI]: VNode;
  [key: string]: unknown;
}

export default pattern<{ plans: Writable<Plan[]>; picked: Writable<Plan[]> }, Output>((
  { plans, picked },
) => {
  const said = new Writable("");
  const shown = computed(() => plans.get().filter((plan) => plan.hours > 0));
  const isPicked = (plan: Plan) => computed(() => picked.get().some((one) => equals(one, plan)));
  const isLong = (plan: Plan) => computed(() => plan.hours > 1);
  const label = (plan: Plan) => computed(() => `${plan.hours}h`);
  const halves = (plan: Plan) => computed(() => [plan.hours / 2, plan.hours / 2]);
  return {
    said,
    ofList: plans.map((plan) => isPicked(plan) ? "picked" : "free"),
    ofComputedList: shown.map((plan) => isPicked(plan) ? 1 : 0),
    added: plans.map((plan) => (isLong(plan) ? 10 : 20) + 1),
    ofLiteral: isLong({ hours: 1 }) ? "long" : "short",
    parts: plans.map((plan) => ({ long: isLong(plan), text: isLong(plan) ? "L" : "s" })),
    counted: plans.get().filter((plan) => isLong(plan)).length,
    inComputed: computed(() => plans.get().map((plan) => isLong(plan) && !isPicked(plan) ? 1 : 0)),
    found: computed(() => plans.get().find((plan) => isLong(plan))?.hours ?? 0),
    labels: computed(() => plans.get().map((plan) => label(plan)).join()),
    half: computed(() => plans.get().map((plan) => halves(plan).length + halves(plan)[0]!)),
    directly: computed(() => computed(() => plans.get().length > 9) ? "many" : "few"),
    say: action(() => {
      const first = plans.get()[0]!;
      if (isLong(first)) said.set("long");
      else said.set(`short ${label(first)}`);
    }),
    [UI]: (
      <div>
        {shown.map((plan) => (
          <p class={isPicked(plan) ? "picked" : "free"}>
            {isLong(plan) ? "L" : "s"}
            {isLong(plan) && <b>!</b>}
            {!isLong(plan) ? 1 : 2}
            {label(plan)}
            {label(plan).length}
            {`${label(plan)}.`}
          </p>
        ))}
      </div>
    ),
  };
});
