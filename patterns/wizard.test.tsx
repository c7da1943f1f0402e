import { assert, pattern, TESTS } from "commonfabric";
import Wizard from "./wizard.tsx";

export default pattern(() => {
  const wizard = Wizard({});
  return {
    [TESTS]: [
      {
        assertion: assert(() =>
          wizard.errors.name !== undefined && wizard.errors.seats === undefined
        ),
      },
      { action: wizard.next },
      { assertion: assert(() => wizard.step === 0) },
      { render: wizard },
      { action: wizard.fill, event: { name: "Ada", email: "ada at home" } },
      { action: wizard.next },
      {
        assertion: assert(() => wizard.step === 0 && wizard.errors.email === "This is no address."),
      },
      { action: wizard.fill, event: { email: "ada@home.example" } },
      { action: wizard.next },
      { action: wizard.fill, event: { seats: 9 } },
      { action: wizard.next },
      { assertion: assert(() => wizard.step === 1 && wizard.errors.seats === "Between 1 and 8.") },
      { render: wizard },
      { action: wizard.fill, event: { seats: 2, diet: "vegan" } },
      { action: wizard.next },
      { action: wizard.back },
      { assertion: assert(() => wizard.step === 1) },
      { action: wizard.next },
      { action: wizard.next },
      { assertion: assert(() => wizard.step === 2 && wizard.registrations.length === 0) },
      { action: wizard.fill, event: { agreed: true } },
      { action: wizard.next },
      { assertion: assert(() => wizard.step === 3 && wizard.registrations[0].diet === "vegan") },
      { assertion: assert(() => wizard.registrations[0].at > 0) },
      { render: wizard },
    ],
  };
});
