import { assert, multiUserTest, pattern, TESTS } from "commonfabric";
import Room from "./scopes.tsx";

const setup = pattern(() => ({ room: Room({}) }));

const ann = pattern<{ room: any }>(({ room }) => ({
  [TESTS]: [
    { assertion: assert(() => room.topic === "open" && room.nickname === "anonymous") },
    { action: room.rename, event: "Ann" },
    { action: room.retitle, event: "lunch" },
    { action: room.vote },
    { action: room.say, event: "hi" },
    { label: "ann wrote" },
    { await: "bob wrote" },
    { assertion: assert(() => room.nickname === "Ann" && room.topic === "lunch") },
    { assertion: assert(() => room.votes === 3 && room.mine === 1 && room.seen === 1) },
    { assertion: assert(() => room.said.join() === "Ann: hi,Bob: hello") },
    { assertion: assert(() => room.cursor === 0) },
  ],
}));

const bob = pattern<{ room: any }>(({ room }) => ({
  [TESTS]: [
    { await: "ann wrote" },
    { assertion: assert(() => room.topic === "lunch" && room.nickname === "anonymous") },
    { assertion: assert(() => room.mine === 0 && room.votes === 1) },
    { action: room.rename, event: "Bob" },
    { action: room.move, event: 7 },
    { action: room.vote },
    { action: room.vote },
    { action: room.say, event: "hello" },
    { assertion: assert(() => room.cursor === 7 && room.mine === 2 && room.seen === 2) },
    { label: "bob wrote" },
  ],
}));

export default multiUserTest({ setup, participants: { ann, bob } });
