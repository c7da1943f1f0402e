/** Teams of members, all made by handlers, who tell a feed that the league owns. */

import { type Cell, cell, Default, handler, lift, pattern, str, type Stream } from "commonfabric";
interface MemberOut {
  name: string;
  points: number;
  award: Stream<{ points?: number }>;
}
interface TeamOut {
  name: string;
  members: MemberOut[];
  score: number;
  join: Stream<{ name: string }>;
  leave: Stream<{ name: string }>;
}
const award = handler(
  (
    e: { points?: number } | undefined,
    { points, feed, name }: { points: Cell<number>; feed: Stream<{ text: string }>; name: string },
  ) => {
    const n = e?.points ?? 1;
    points.set(points.get() + n);
    feed.send({ text: `${name}+${n}` });
  },
);
const member = pattern<{ name: string; feed: Stream<{ text: string }> }, MemberOut>(
  ({ name, feed }) => {
    const points = cell(0);
    return { name, points, award: award({ points, feed, name }) };
  },
);
const join = handler(
  (
    e: { name?: string } | undefined,
    { members, feed }: { members: Cell<MemberOut[]>; feed: Stream<{ text: string }> },
  ) => {
    if (!e?.name) return;
    members.push(member({ name: e.name, feed }) as unknown as MemberOut);
    feed.send({ text: `${e.name} joined` });
  },
);
const leave = handler((e: { name: string }, { members }: { members: Cell<MemberOut[]> }) =>
  members.set(members.get().filter((m) => m.name !== e.name))
);
const team = pattern<{ name: string; feed: Stream<{ text: string }> }, TeamOut>(
  ({ name, feed }) => {
    const members = cell<MemberOut[]>([]);
    return {
      name,
      members,
      score: lift((ms: MemberOut[]) => ms.reduce((s, m) => s + m.points, 0))(members),
      join: join({ members, feed }),
      leave: leave({ members }),
    };
  },
);
const post = handler((e: { text: string }, { log }: { log: Cell<string[]> }) =>
  log.set([...log.get(), e.text].slice(-4))
);
const addTeam = handler(
  (
    e: { name?: string } | undefined,
    { teams, feed }: { teams: Cell<TeamOut[]>; feed: Stream<{ text: string }> },
  ) => {
    teams.push(
      team({ name: e?.name ?? `Team ${teams.get().length + 1}`, feed }) as unknown as TeamOut,
    );
  },
);
export const teamsBoard = pattern<{ title: Default<string, "League"> }>(({ title }) => {
  const log = cell<string[]>([]);
  const teams = cell<TeamOut[]>([]);
  const feed = post({ log });
  const ranking = lift((ts: TeamOut[]) =>
    ts.map((t) => ({ name: t.name, score: t.score, size: t.members.length })).sort((a, b) =>
      b.score - a.score || a.name.localeCompare(b.name)
    )
  )(teams);
  const stars = lift((ts: TeamOut[]) =>
    ts.flatMap((t) => t.members).filter((m) => m.points >= 3).map((m) => m.name)
  )(teams);
  return {
    title,
    teams,
    ranking,
    stars,
    log,
    headline: str`${title}: ${ranking[0].name}`,
    addTeam: addTeam({ teams, feed }),
  };
});
