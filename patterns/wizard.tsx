/** A registration in three steps: each is checked as a whole before the next one opens. */
import {
  action,
  computed,
  Default,
  lift,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Form {
  name: string;
  email: string;
  seats: number;
  diet: "anything" | "vegetarian" | "vegan";
  agreed: boolean;
}

type Errors = Partial<Record<keyof Form, string>>;

interface Registration extends Form {
  at: number;
}

interface Input {
  form: PerSession<
    Writable<
      Form | Default<{ name: ""; email: ""; seats: 1; diet: "anything"; agreed: false }>
    >
  >;
  step: PerSession<Writable<number | Default<0>>>;
  registrations: Writable<Registration[] | Default<[]>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  step: number;
  errors: Errors;
  registrations: Registration[];
  fill: Stream<Partial<Form>>;
  next: Stream<void>;
  back: Stream<void>;
}

const STEPS: readonly { title: string; fields: readonly (keyof Form)[] }[] = [
  { title: "Who", fields: ["name", "email"] },
  { title: "What", fields: ["seats", "diet"] },
  { title: "Confirm", fields: ["agreed"] },
];

const check = lift((form: Form): Errors => ({
  ...(form.name.trim() === "" ? { name: "Please say your name." } : {}),
  ...(/^\S+@\S+\.\S+$/.test(form.email) ? {} : { email: "This is no address." }),
  ...(Number.isInteger(form.seats) && form.seats >= 1 && form.seats <= 8
    ? {}
    : { seats: "Between 1 and 8." }),
  ...(form.agreed ? {} : { agreed: "Please agree." }),
}));

export default pattern<Input, Output>(({ form, step, registrations }) => {
  const errors = check(form);
  const blocked = computed(() =>
    (STEPS[step.get()]?.fields ?? []).some((field) => errors[field] !== undefined)
  );
  const tried = new Writable.perSession(false);

  const fill = action((values: Partial<Form>) => form.update(values));
  const next = action(() => {
    tried.set(blocked);
    if (blocked) return;
    if (step.get() === STEPS.length - 1) registrations.push({ ...form.get(), at: Date.now() });
    step.increment(1);
  });
  const back = action(() => step.set(Math.max(0, step.get() - 1)));
  const message = (field: keyof Form) => (tried.get() ? errors[field] ?? "" : "");

  return {
    [NAME]: computed(() => `Registration (${registrations.get().length})`),
    [UI]: (
      <cf-screen narrow>
        <cf-vstack gap="3">
          <cf-progress value={step} max={STEPS.length} label="Steps" />
          <cf-heading level="2">{STEPS[step.get()]?.title ?? "Thank you"}</cf-heading>
          {step.get() === 0 && (
            <cf-vstack gap="2">
              <cf-input label="Name" required $value={form.key("name")} error={message("name")} />
              <cf-input
                label="E-mail"
                type="email"
                required
                $value={form.key("email")}
                oncf-submit={next}
                error={message("email")}
              />
            </cf-vstack>
          )}
          {step.get() === 1 && (
            <cf-vstack gap="2">
              <cf-input
                label="Seats"
                type="number"
                $value={form.key("seats")}
                oncf-submit={next}
                error={message("seats")}
              />
              <cf-radio-group
                label="Food"
                $value={form.key("diet")}
                items={["anything", "vegetarian", "vegan"]}
              />
            </cf-vstack>
          )}
          {step.get() === 2 && (
            <cf-vstack gap="2">
              <p>
                {form.key("seats")} seats for {form.key("name")}, {form.key("diet")}
              </p>
              <cf-checkbox $checked={form.key("agreed")}>I agree to the rules.</cf-checkbox>
              <cf-text variant="error">{message("agreed")}</cf-text>
            </cf-vstack>
          )}
          {step.get() < STEPS.length
            ? (
              <cf-hstack gap="2" justify="between">
                <cf-button variant="ghost" disabled={step.get() === 0} onClick={back}>
                  Back
                </cf-button>
                <cf-button variant="primary" onClick={next}>
                  {step.get() === STEPS.length - 1 ? "Register" : "Next"}
                </cf-button>
              </cf-hstack>
            )
            : <cf-alert variant="success">You are registered, {form.get().name}.</cf-alert>}
        </cf-vstack>
      </cf-screen>
    ),
    step,
    errors,
    registrations,
    fill,
    next,
    back,
  };
});
