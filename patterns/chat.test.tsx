/** Two people talk; what is shared and what is each one's own. */
import { assert, multiUserTest, pattern, TESTS } from "commonfabric";
import Chat from "./chat.tsx";

type ChatPiece = ReturnType<typeof Chat>;

const setup = pattern(() => ({ chat: Chat({}) }));

const Ann = pattern<{ chat: ChatPiece }>(({ chat }) => ({
  [TESTS]: [
    { action: chat.say, event: { body: "nobody says this" } },
    { assertion: assert(() => chat.messages.length === 0) },
    { action: chat.introduce, event: { name: " Ann " } },
    { action: chat.say, event: { body: "hello" } },
    { assertion: assert(() => chat.messages[0].author === "Ann") },
    { label: "greeted" },
    { await: "answered" },
    {
      assertion: assert(() =>
        chat.messages.map((m) => m.author + m.body).join() === "Annhello,Benhi"
      ),
    },
    // Ben went elsewhere; Ann stays in the lobby, and sees the new room.
    { assertion: assert(() => chat.room === "lobby" && chat.rooms.join() === "lobby,garden") },
    { assertion: assert(() => chat.counts.lobby === 2 && chat.counts.garden === 1) },
    { action: chat.enter, event: { room: "garden" } },
    { assertion: assert(() => chat.messages.map((m) => m.body).join() === "roses") },
    { render: chat },
  ],
}));

const Ben = pattern<{ chat: ChatPiece }>(({ chat }) => ({
  [TESTS]: [
    { await: "greeted" },
    { action: chat.introduce, event: { name: "Ben" } },
    { action: chat.say, event: { body: "hi" } },
    { action: chat.enter, event: { room: "garden" } },
    { assertion: assert(() => chat.messages.length === 0) },
    { action: chat.say, event: { body: "roses" } },
    { assertion: assert(() => chat.messages.length === 1) },
    { label: "answered" },
    { render: chat },
  ],
}));

export default multiUserTest({ setup, participants: { ann: Ann, ben: Ben } });
