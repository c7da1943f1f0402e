/** Three people vote; each has one vote, and the tally is shared. */
import { assert, multiUserTest, pattern, TESTS } from "commonfabric";
import Poll from "./poll.tsx";

type PollPiece = ReturnType<typeof Poll>;

const setup = pattern(() => ({ poll: Poll({}) }));

const Alice = pattern<{ poll: PollPiece }>(({ poll }) => ({
  [TESTS]: [
    { assertion: assert(() => poll.total === 0 && poll.leader === null) },
    { action: poll.addOption, event: { label: "Pizza" } },
    { action: poll.addOption, event: { label: " Soup " } },
    { action: poll.addOption, event: { label: "Pizza" } },
    { assertion: assert(() => poll.options.length === 2) },
    { action: poll.vote, event: { label: "Pizza" } },
    { assertion: assert(() => poll.mine === "Pizza" && poll.leader === "Pizza") },
    { label: "alice voted" },
    { await: "bob voted" },
    // Bob's vote is his own: Alice still has hers.
    { assertion: assert(() => poll.mine === "Pizza" && poll.total === 2 && poll.leader === null) },
    { action: poll.vote, event: { label: "Soup" } },
    { action: poll.vote, event: { label: "Soup" } },
    { assertion: assert(() => poll.options.map((option) => option.votes).join() === "0,2") },
    { render: poll },
    { action: poll.close },
    { label: "closed" },
  ],
}));

const Bob = pattern<{ poll: PollPiece }>(({ poll }) => ({
  [TESTS]: [
    { await: "alice voted" },
    { assertion: assert(() => poll.mine === null && poll.total === 1) },
    { action: poll.vote, event: { label: "Soup" } },
    { action: poll.vote, event: { label: "Salad" } },
    { assertion: assert(() => poll.mine === "Soup") },
    { label: "bob voted" },
    { await: "closed" },
    { action: poll.vote, event: { label: "Pizza" } },
    { assertion: assert(() => poll.mine === "Soup" && poll.leader === "Soup" && poll.total === 2) },
    { render: poll },
  ],
}));

export default multiUserTest({ setup, participants: { alice: Alice, bob: Bob } });
