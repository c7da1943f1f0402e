/** A recursive pattern: each comment shows its replies with itself. */
import {
  computed,
  Default,
  handler,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";

interface Comment {
  text: string;
  replies: Comment[];
}

interface ThreadInput {
  comment: Comment;
  depth: number | Default<0>;
}
interface ThreadOutput {
  [UI]: VNode;
  size: number;
  text: string;
}

const Thread = pattern<ThreadInput, ThreadOutput>(({ comment, depth }) => {
  const size = computed(() => count(comment));
  return {
    [UI]: (
      <div style={{ marginLeft: `${depth * 10}px` }}>
        <p>{comment.text}</p>
        {comment.replies.map((reply) => <Thread comment={reply} depth={depth + 1} />)}
      </div>
    ),
    size,
    text: comment.text,
  };
});

function count(comment: Comment): number {
  return 1 + (comment.replies ?? []).reduce((sum, reply) => sum + count(reply), 0);
}

const reply = handler<{ path: number[]; text: string }, { root: Writable<Comment> }>(
  ({ path, text }, { root }) => {
    let at: any = root;
    for (const index of path) at = at.key("replies", index);
    at.key("replies").push({ text, replies: [] });
  },
);

interface Input {
  root: Comment | Default<{ text: "Hello"; replies: [] }>;
}
interface Output {
  [NAME]: string;
  [UI]: VNode;
  size: number;
  root: Comment;
  reply: Stream<{ path: number[]; text: string }>;
}

export default pattern<Input, Output>(({ root }) => {
  const thread = Thread({ comment: root, depth: 0 });
  return {
    [NAME]: computed(() => `Thread of ${thread.size}`),
    [UI]: <section>{thread}</section>,
    size: thread.size,
    root,
    reply: reply({ root }),
  };
});
