/** An account as the sum of its events; commands are decided on, and refused with a reason. */

import { type Cell, cell, Default, handler, lift, pattern, str } from "commonfabric";
type Event = { type: "opened"; owner: string } | { type: "deposited"; amount: number } | {
  type: "withdrawn";
  amount: number;
} | { type: "closed" };
interface Account {
  owner: string | null;
  balance: number;
  status: "none" | "open" | "closed";
  version: number;
}
const initial: Account = { owner: null, balance: 0, status: "none", version: 0 };
const apply = (state: Account, event: Event): Account => {
  const version = state.version + 1;
  switch (event.type) {
    case "opened":
      return { ...state, owner: event.owner, status: "open", version };
    case "deposited":
      return { ...state, balance: state.balance + event.amount, version };
    case "withdrawn":
      return { ...state, balance: state.balance - event.amount, version };
    case "closed":
      return { ...state, status: "closed", version };
  }
};
const replay = (events: readonly Event[]) => events.reduce(apply, initial);
class CommandError extends Error {
  constructor(readonly reason: string) {
    super(`refused: ${reason}`);
    this.name = "CommandError";
  }
}
const decide = (
  state: Account,
  command: { kind?: string; amount?: number; owner?: string },
): Event[] => {
  const { kind, amount = 0 } = command;
  if (kind === "open") {
    if (state.status !== "none") throw new CommandError("already open");
    return [{ type: "opened", owner: command.owner ?? "anonymous" }];
  }
  if (state.status !== "open") throw new CommandError(`account ${state.status}`);
  if (kind === "deposit" && amount > 0) return [{ type: "deposited", amount }];
  if (kind === "withdraw") {
    if (amount > state.balance) throw new CommandError("insufficient funds");
    return [{ type: "withdrawn", amount }];
  }
  if (kind === "close") {
    return state.balance > 0
      ? [{ type: "withdrawn", amount: state.balance }, { type: "closed" }]
      : [{ type: "closed" }];
  }
  throw new CommandError(`unknown ${String(kind)}`);
};
const execute = handler(
  (
    command: { kind?: string; amount?: number; owner?: string } | undefined,
    { events, refusals }: { events: Cell<Event[]>; refusals: Cell<string[]> },
  ) => {
    try {
      const next = decide(replay(events.get()), command ?? {});
      events.push(...next);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      refusals.push(`${error.name}: ${error.reason}`);
    }
  },
);
const rewind = handler((e: { to: number }, { events }: { events: Cell<Event[]> }) =>
  events.set(events.get().slice(0, e.to))
);
export const eventSourcing = pattern<{ events: Default<Event[], []>; viewAt?: number }>(
  ({ events, viewAt }) => {
    const refusals = cell<string[]>([]);
    const account = lift((es: Event[]) => replay(es))(events);
    const asOf = lift(({ es, at }: { es: Event[]; at?: number }) =>
      replay(es.slice(0, at ?? es.length))
    )({ es: events, at: viewAt });
    const timeline = lift((es: Event[]) =>
      es.map((e, i) => `${i + 1}. ${e.type}${"amount" in e ? ` ${e.amount}` : ""}`)
    )(events);
    return {
      events,
      account,
      balance: account.balance,
      asOf,
      timeline,
      refusals,
      headline: str`${account.owner} has ${account.balance} (${account.status})`,
      execute: execute({ events, refusals }),
      rewind: rewind({ events }),
    };
  },
);
