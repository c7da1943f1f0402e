/** Chat rooms: rooms are shared, the name and the open room are each person's own. */
import {
  action,
  computed,
  Default,
  NAME,
  pattern,
  PerSession,
  PerUser,
  sqliteDatabase,
  Stream,
  table,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Message {
  id: number;
  author: string;
  body: string;
  at: number;
}

interface Input {
  rooms: Writable<string[] | Default<["lobby"]>>;
  name: PerUser<Writable<string | Default<"">>>;
  room: PerUser<Writable<string | Default<"lobby">>>;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface Output {
  [NAME]: string;
  [UI]: VNode;
  rooms: string[];
  room: string;
  messages: Message[];
  counts: Record<string, number>;
  introduce: Stream<{ name: string }>;
  enter: Stream<{ room: string }>;
  say: Stream<{ body: string }>;
}

export default pattern<Input, Output>(({ rooms, name, room, draft }) => {
  const db = sqliteDatabase({
    tables: {
      messages: table(
        {
          id: "integer primary key",
          room: "text not null",
          author: "text not null",
          body: "text not null",
          at: "integer not null",
        },
        undefined,
        { indexes: [["room", "id"]] },
      ),
    },
  });
  const here = db.query<Message>(
    "SELECT id, author, body, at FROM messages WHERE room = ? ORDER BY id DESC LIMIT 50",
    { params: [room], reactOn: db },
  );
  const sizes = db.query<{ room: string; n: number }>(
    "SELECT room, count(*) AS n FROM messages GROUP BY room",
    { reactOn: db },
  );
  const messages = computed(() => (here.result ?? []).toReversed());
  const counts = computed(() =>
    Object.fromEntries((sizes.result ?? []).map((row) => [row.room, row.n]))
  );

  const introduce = action(({ name: wanted }: { name: string }) => name.set(wanted.trim()));
  const enter = action(({ room: wanted }: { room: string }) => {
    if (wanted.trim() === "") return;
    rooms.addUnique(wanted.trim());
    room.set(wanted.trim());
  });
  const say = action(({ body }: { body: string }) => {
    if (body.trim() === "" || name.get() === "") return;
    db.exec("INSERT INTO messages (room, author, body, at) VALUES (?, ?, ?, ?)", [
      room.get(),
      name.get(),
      body.trim(),
      Date.now(),
    ]);
  });

  return {
    [NAME]: computed(() => `#${room.get()}`),
    [UI]: (
      <cf-screen>
        <cf-hstack slot="header" gap="1" wrap>
          {rooms.map((other) => (
            <cf-chip
              interactive
              selected={other === room.get()}
              onClick={() => enter.send({ room: other })}
            >
              #{other} {counts[other] ?? 0}
            </cf-chip>
          ))}
          <cf-input
            $value={draft}
            size="sm"
            style="width: 9rem"
            placeholder="New room"
            aria-label="New room"
            oncf-submit={() => {
              enter.send({ room: draft!.get() });
              draft!.set("");
            }}
          />
        </cf-hstack>
        <cf-chat label={`#${room.get()}`}>
          {messages.length === 0
            ? <cf-empty-state heading="It is quiet here" message="Say something." />
            : messages.map((message) => (
              <cf-chat-message
                role={message.author === name.get() ? "user" : "assistant"}
                name={message.author}
                content={message.body}
              />
            ))}
        </cf-chat>
        <cf-grid slot="footer" columns="minmax(5rem, 10rem) 1fr" gap="2">
          <cf-input $value={name} placeholder="Your name" aria-label="Your name" />
          <cf-message-input
            label={`Message to #${room.get()}`}
            placeholder="Say something"
            disabled={name.get() === ""}
            oncf-send={(event: { detail: { message: string } }) =>
              say.send({ body: event.detail.message })}
          />
        </cf-grid>
      </cf-screen>
    ),
    rooms,
    room,
    messages,
    counts,
    introduce,
    enter,
    say,
  };
});
