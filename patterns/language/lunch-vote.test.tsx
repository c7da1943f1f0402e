import { action, assert, multiUserTest, NAME, pattern, TESTS, UI } from "commonfabric";
import LunchVote, { type LunchOutput } from "./lunch-vote.tsx";

const nodes = (n: any): any[] =>
  !n || typeof n !== "object"
    ? []
    : Array.isArray(n)
    ? n.flatMap(nodes)
    : [n, ...nodes(n.children)];
const label = (n: any): string =>
  n == null || typeof n === "boolean"
    ? ""
    : typeof n === "object"
    ? (Array.isArray(n) ? n : [n.children]).flat().map(label).join("")
    : `${n}`;

const setup = pattern(() => ({ poll: LunchVote({}) }));

interface Shared {
  poll: LunchOutput;
}

const alice = pattern<Shared>(({ poll }) => {
  const join = action(() => poll.join.send({ name: "Alice" }));
  const options = action(() => {
    poll.addOption.send({ title: "Thai Palace" });
    poll.addOption.send({ title: "Burger & Co" });
    poll.addOption.send({ title: "thai palace" });
  });
  const click = action(() =>
    nodes(poll[UI]).filter((n) => n.props?.class === "green")[1].props.onClick.send({})
  );
  return {
    [TESTS]: [
      { assertion: assert(() => poll.me === "" && poll[NAME] === "Where do we eat? (0)") },
      { action: join },
      { action: options },
      { assertion: assert(() => poll.options.map((o) => o.id).join() === "thai-palace,burger-co") },
      { action: poll.setDraft, event: "Sushi" },
      { label: "options are there" },
      { action: click },
      { assertion: assert(() => poll.votes.length === 1 && poll.votes[0].voter === "Alice") },
      { label: "alice voted" },
      { await: "bob voted" },
      { assertion: assert(() => poll.me === "Alice" && poll.draft === "Sushi") },
      {
        assertion: assert(() =>
          poll.ranked.find((t) => t.option.id === "thai-palace")?.voters.join() === "Alice,Bob"
        ),
      },
      { assertion: assert(() => poll.best === "Thai Palace") },
      { action: action(() => poll.removeOption.send({ id: "burger-co" })) },
      {
        assertion: assert(() =>
          poll.options.length === 1 && poll.votes.every((v) => v.optionId === "thai-palace")
        ),
      },
      { label: "removed" },
    ],
  };
});

const bob = pattern<Shared>(({ poll }) => ({
  [TESTS]: [
    { await: "options are there" },
    { assertion: assert(() => poll.me === "" && poll.options.length === 2 && poll.draft === "") },
    { action: poll.join, event: { name: " Bob " } },
    { await: "alice voted" },
    { assertion: assert(() => poll.votes.length === 1) },
    { action: poll.vote, event: { optionId: "burger-co", color: "red" } },
    { action: poll.vote, event: { optionId: "thai-palace", color: "red" } },
    { action: poll.vote, event: { optionId: "thai-palace", color: "green" } },
    { action: poll.vote, event: { optionId: "nowhere", color: "green" } },
    {
      assertion: assert(() =>
        label(nodes(poll[UI]).find((n) => n.props?.class === "best")) === "Best: Thai Palace"
      ),
    },
    { label: "bob voted" },
    { await: "removed" },
    { assertion: assert(() => poll.options.length === 1 && poll.votes.length === 2) },
    { action: poll.clearMine },
    { assertion: assert(() => poll.votes.map((v) => v.voter).join() === "Alice") },
    { render: poll[UI] },
  ],
}));

export default multiUserTest({ setup, participants: { alice, bob } });
