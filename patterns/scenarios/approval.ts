/** A document that people of different roles move from draft to published. */

import { type Cell, cell, Default, handler, ifElse, lift, pattern, str } from "commonfabric";
type Role = "author" | "reviewer" | "legal" | "publisher";
type Status = "draft" | "review" | "legal" | "approved" | "published" | "rejected";
interface Step {
  actor: string;
  role: Role;
  from: Status;
  to: Status;
  note: string;
}
interface Args {
  doc: Default<{ title: string; body: string }, { title: "Untitled"; body: "" }>;
  people: Default<
    Record<string, Role[]>,
    { ann: ["author"]; bob: ["reviewer", "legal"]; cat: ["publisher"] }
  >;
}
const FLOW: { [S in Status]?: { to: Status; role: Role } } = {
  draft: { to: "review", role: "author" },
  review: { to: "legal", role: "reviewer" },
  legal: { to: "approved", role: "legal" },
  approved: { to: "published", role: "publisher" },
};
const advance = handler(
  (
    { actor, note }: { actor: string; note?: string },
    s: {
      status: Cell<Status>;
      trail: Cell<Step[]>;
      people: Record<string, Role[]>;
      denied: Cell<number>;
    },
  ) => {
    const from = s.status.get();
    const rule = FLOW[from];
    const roles = s.people[actor] ?? [];
    if (!rule || !roles.includes(rule.role)) {
      s.denied.set((s.denied.get() ?? 0) + 1);
      return;
    }
    s.status.set(rule.to);
    s.trail.push({ actor, role: rule.role, from, to: rule.to, note: note ?? "" });
  },
);
const reject = handler(
  (
    { actor, reason }: { actor: string; reason: string },
    { status, trail, people }: {
      status: Cell<Status>;
      trail: Cell<Step[]>;
      people: Record<string, Role[]>;
    },
  ) => {
    const from = status.get();
    if (from === "published" || !people[actor]) return;
    status.set("rejected");
    trail.push({ actor, role: people[actor][0], from, to: "rejected", note: reason });
  },
);
const revise = handler(
  (
    event: Partial<{ title: string; body: string }>,
    { doc, status }: { doc: Cell<{ title: string; body: string }>; status: Cell<Status> },
  ) => {
    doc.set({ ...doc.get(), ...event });
    if (status.get() !== "draft") status.set("draft");
  },
);
const grant = handler(
  (e: { person: string; role: Role }, { people }: { people: Cell<Record<string, Role[]>> }) => {
    const now = people.get()[e.person] ?? [];
    people.key(e.person).set(now.includes(e.role) ? [...now] : [...now, e.role]);
  },
);
const next = lift(({ status }: { status: Status }) => FLOW[status]?.role ?? null);
const lines = lift((trail: Step[]) =>
  trail.map((t, i) =>
    `${i + 1}. ${t.actor}/${t.role}: ${t.from}→${t.to}${t.note && ` (${t.note})`}`
  )
);
export const approvalWorkflow = pattern<Args>(({ doc, people }) => {
  const status = cell<Status>("draft");
  const trail = cell<Step[]>([]);
  const denied = cell(0);
  const waitingFor = next({ status });
  const isDone = lift((s: Status) => s === "published" || s === "rejected")(status);
  return {
    doc,
    status,
    trail,
    denied,
    waitingFor,
    isDone,
    lines: lines(trail),
    summary: ifElse(
      isDone,
      str`${doc.title} is ${status}`,
      str`${doc.title} waits for ${waitingFor}`,
    ),
    advance: advance({ status, trail, people, denied }),
    actions: {
      reject: reject({ status, trail, people }),
      revise: revise({ doc, status }),
      admin: { grant: grant({ people }) },
    },
    people,
  };
});
