/** A board: columns with cards, each an entity that keeps its identity when it is dragged. */
import {
  action,
  computed,
  Default,
  equals,
  NAME,
  pattern,
  PerSession,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Card {
  title: string;
}

interface Column {
  name: string;
  cards: Card[] | Default<[]>;
}

interface BoardInput {
  columns: Writable<
    | Column[]
    | Default<[
      { name: "To do"; cards: [] },
      { name: "Doing"; cards: [] },
      { name: "Done"; cards: [] },
    ]>
  >;
  draft?: PerSession<Writable<string | Default<"">>>;
}

interface BoardOutput {
  [NAME]: string;
  [UI]: VNode;
  columns: Column[];
  total: number;
  add: Stream<{ title: string; column?: number }>;
  move: Stream<{ title: string; to: number }>;
}

export default pattern<BoardInput, BoardOutput>(({ columns, draft }) => {
  const total = computed(() => columns.get().reduce((sum, { cards }) => sum + cards.length, 0));

  const add = action(({ title, column }: { title: string; column?: number }) => {
    if (title.trim() === "") return;
    columns.key(column ?? 0).key("cards").push({ title: title.trim() });
    draft!.set("");
  });

  const moveCard = action(({ from, index, to }: { from: number; index: number; to: number }) => {
    const source = columns.key(from).key("cards");
    const card = source.get()[index];
    if (card === undefined || columns.get()[to] === undefined) return;
    source.set(source.get().filter((other) => !equals(other, card)));
    columns.key(to).key("cards").push(card);
  });

  const take = action(({ card, to }: { card: Writable<Card>; to: number }) => {
    const indexIn = ({ cards }: Column) => cards.findIndex((other) => equals(other, card));
    const from = columns.get().findIndex((column) => indexIn(column) >= 0);
    if (from >= 0) moveCard.send({ from, index: indexIn(columns.get()[from]!), to });
  });

  const move = action(({ title, to }: { title: string; to: number }) => {
    const from = columns.get().findIndex(({ cards }) => cards.some((card) => card.title === title));
    if (from < 0) return;
    const index = columns.get()[from]!.cards.findIndex((card) => card.title === title);
    moveCard.send({ from, index, to });
  });

  return {
    [NAME]: computed(() => `Board (${total})`),
    [UI]: (
      <cf-screen>
        <cf-vstack gap="3">
          <cf-hstack gap="2">
            <cf-input
              $value={draft}
              placeholder="New card"
              aria-label="New card"
              oncf-submit={() => add.send({ title: draft!.get() })}
            />
            <cf-button variant="primary" onClick={() => add.send({ title: draft!.get() })}>
              Add
            </cf-button>
          </cf-hstack>
          <cf-grid columns="repeat(auto-fit, minmax(min(14rem, 100%), 1fr))" gap="3">
            {columns.map((column, c) => (
              <cf-drop-zone
                accept="card"
                label={column.name}
                oncf-drop={({ detail }: { detail: { sourceCell: Writable<Card> } }) =>
                  take.send({ card: detail.sourceCell, to: c })}
              >
                <cf-card>
                  <cf-hstack justify="between" align="center">
                    <cf-heading level="3">{column.name}</cf-heading>
                    <cf-badge>{column.cards.length}</cf-badge>
                  </cf-hstack>
                  {column.cards.length === 0
                    ? <cf-text variant="muted">Drop a card here</cf-text>
                    : column.cards.map((card, i) => (
                      <cf-drag-source $cell={card} type="card" label={card.title}>
                        <cf-card variant="outlined" padding="2">
                          <cf-hstack gap="1" align="center" justify="between">
                            <span>{card.title}</span>
                            <cf-hstack gap="1">
                              <cf-button
                                size="small"
                                variant="ghost"
                                disabled={c === 0}
                                aria-label={`Move ${card.title} left`}
                                onClick={() =>
                                  moveCard.send({ from: c, index: i, to: c - 1 })}
                              >
                                ←
                              </cf-button>
                              <cf-button
                                size="small"
                                variant="ghost"
                                disabled={c === columns.get().length - 1}
                                aria-label={`Move ${card.title} right`}
                                onClick={() =>
                                  moveCard.send({ from: c, index: i, to: c + 1 })}
                              >
                                →
                              </cf-button>
                            </cf-hstack>
                          </cf-hstack>
                        </cf-card>
                      </cf-drag-source>
                    ))}
                </cf-card>
              </cf-drop-zone>
            ))}
          </cf-grid>
        </cf-vstack>
      </cf-screen>
    ),
    columns,
    total,
    add,
    move,
  };
});
