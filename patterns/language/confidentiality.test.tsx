import { assert, pattern, TESTS, toSchema, Writable } from "commonfabric";
import Account, { type Bill, type Visit } from "./confidentiality.tsx";

interface Labelled {
  properties: Record<string, { ifc?: Record<string, unknown> }>;
}

const visit = toSchema<Visit>() as unknown as Labelled;
const bill = toSchema<Bill>() as unknown as Labelled;
const labels = (of: Labelled, name: string) => JSON.stringify(of.properties[name]?.ifc ?? null);

export default pattern(() => {
  const balance = new Writable(100);
  const it = Account({
    diagnosis: "flu",
    fee: 3,
    balance,
    patient: { name: "Ann" },
    note: "again",
    consent: true,
  });
  return {
    [TESTS]: [
      // The labels change nothing about the values.
      { assertion: assert(() => it.summary === "Ann: flu (again)" && it.approved === 3) },
      { action: it.pay, event: 30 },
      { assertion: assert(() => it.balance === 70) },
      { assertion: assert(() => labels(visit, "diagnosis") === '{"confidentiality":["medical"]}') },
      { assertion: assert(() => labels(visit, "fee") === '{"requiredIntegrity":["reviewed"]}') },
      { assertion: assert(() => labels(visit, "note") === '{"confidentiality":["private"]}') },
      { assertion: assert(() => labels(bill, "approved") === '{"addIntegrity":["reviewed"]}') },
      { assertion: assert(() => labels(visit, "balance") !== "null") },
      { assertion: assert(() => labels(visit, "patient") !== "null") },
      { assertion: assert(() => labels(visit, "consent") !== "null") },
    ],
  };
});
