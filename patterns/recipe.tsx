/** A recipe that scales with the number of guests, in units a kitchen has. */
import {
  action,
  computed,
  Default,
  lift,
  NAME,
  pattern,
  PerUser,
  str,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

type Unit = "g" | "ml" | "piece" | "tsp";

interface Ingredient {
  name: string;
  amount: number;
  unit: Unit;
}

interface Input {
  title: string | Default<"Pancakes">;
  serves: number | Default<4>;
  ingredients:
    | Ingredient[]
    | Default<[
      { name: "flour"; amount: 250; unit: "g" },
      { name: "milk"; amount: 500; unit: "ml" },
      { name: "egg"; amount: 3; unit: "piece" },
      { name: "salt"; amount: 0.5; unit: "tsp" },
    ]>;
  steps?: string[];
  /** How many eat with the person who looks. */
  guests: PerUser<Writable<number | Default<4>>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  lines: string[];
  factor: number;
  setGuests: Stream<{ guests: number }>;
}

/** An amount as one would say it: larger units from 1000 on, halves and quarters of pieces. */
const spoken = lift(({ amount, unit }: { amount: number; unit: Unit }): string => {
  if (unit === "g" || unit === "ml") {
    const [large, factor] = unit === "g" ? ["kg", 1000] : ["l", 1000];
    return amount >= 1000
      ? `${+(amount / factor).toFixed(2)} ${large}`
      : `${Math.round(amount)} ${unit}`;
  }
  const whole = Math.floor(amount);
  const part = ["", "¼", "½", "¾", ""][Math.round((amount - whole) * 4)]!;
  const count = Math.round((amount - whole) * 4) === 4 ? whole + 1 : whole;
  const text = `${count === 0 && part !== "" ? "" : count}${part}`;
  return unit === "piece" ? text : `${text} ${unit}`;
});

export default pattern<Input, Output>(({ title, serves, ingredients, steps, guests }) => {
  const factor = computed(() => guests.get() / serves);
  const scaled = ingredients.map((ingredient) => ({
    name: ingredient.name,
    text: spoken({ amount: ingredient.amount * factor, unit: ingredient.unit }),
  }));
  const setGuests = action(({ guests: wanted }: { guests: number }) =>
    guests.set(Math.min(40, Math.max(1, Math.round(wanted))))
  );
  return {
    [NAME]: str`${title} for ${guests}`,
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-heading level="1">{title}</cf-heading>
          <cf-slider label={str`For ${guests}`} $value={guests} min={1} max={12} />
          <cf-card>
            <ul>
              {scaled.map((line) => (
                <li>
                  <b>{line.text}</b> {line.name}
                </li>
              ))}
            </ul>
          </cf-card>
          {steps ? <ol>{steps.map((step) => <li>{step}</li>)}</ol> : null}
          {factor !== 1 && (
            <cf-text variant="caption">
              {factor > 1 ? "Use a larger pan." : "Mind the shorter time."}
            </cf-text>
          )}
        </cf-vstack>
      </cf-screen>
    ),
    lines: computed(() => scaled.map((line) => `${line.text} ${line.name}`)),
    factor,
    setGuests,
  };
});
