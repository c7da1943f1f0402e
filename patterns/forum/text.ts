/** Texts of posts: their segments, whom they mention, how they nest, what a search asks. */
import type { PostRow, ReactionRow, Segment, Tree, Validated } from "./model.ts";

const TOKEN =
  /(`[^`]+`)|(\*\*[^*]+\*\*)|\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)|(?<![\w@])@([a-z][\w-]{1,19})/gi;
export function segments(body: string): Segment[] {
  const out: Segment[] = [];
  let at = 0;
  for (const m of body.matchAll(TOKEN)) {
    if (m.index > at) out.push({ type: "text", text: body.slice(at, m.index) });
    at = m.index + m[0].length;
    const [, code, strong, label, href, name] = m;
    if (code) out.push({ type: "code", code: code.slice(1, -1) });
    else if (strong) out.push({ type: "strong", text: strong.slice(2, -2) });
    else if (href) out.push({ type: "link", label, href });
    else out.push({ type: "mention", name });
  }
  if (at < body.length) out.push({ type: "text", text: body.slice(at) });
  return out;
}
export const mentions = (
  body: string,
): string[] => [
  ...new Set(
    segments(body).filter((s): s is Segment & { type: "mention" } => s.type === "mention").map((
      s,
    ) => s.name.toLowerCase()),
  ),
];
export const plain = (body: string): string =>
  segments(body).map((
    s,
  ) => ("text" in s ? s.text : "name" in s ? `@${s.name}` : "code" in s ? s.code : s.label)).join(
    "",
  );
export const ellipsis = (
  text: string,
  max: number,
) => (text.length <= max ? text : `${text.slice(0, max - 1).trimEnd()}…`);
export function validateThread(
  input: { title: string; body: string },
): Validated<{ title: string; body: string }> {
  const errors: Partial<Record<"title" | "body", string>> = {};
  const title = input.title.trim();
  if (title.length < 3) errors.title = "too short";
  else if (title.length > 80) errors.title = "too long";
  if (!input.body.trim()) errors.body = "empty";
  return Object.keys(errors).length
    ? { valid: false, errors }
    : { valid: true, value: { title, body: input.body.trim() } };
}
export function tree(posts: readonly PostRow[], reactions: readonly ReactionRow[]): Tree[] {
  const children = new Map<number | null, PostRow[]>();
  for (const p of posts) {
    const siblings = children.get(p.parent_id) ?? [];
    siblings.push(p);
    children.set(p.parent_id, siblings);
  }
  const byPost = Map.groupBy(reactions, (r) => r.post_id);
  const walk = function* (parent: number | null, depth: number): Generator<Tree> {
    for (const post of children.get(parent) ?? []) {
      yield {
        post,
        depth,
        reactions: byPost.get(post.id) ?? [],
        segments: post.hidden === null
          ? segments(post.body)
          : [{ type: "text", text: `hidden: ${post.hidden}` }],
      };
      yield* walk(post.id, depth + 1);
    }
  };
  return [...walk(null, 0)];
}
export function matchQuery(query: string): string {
  const words = query.match(/"[^"]+"|\S+/g) ?? [];
  return words.map((
    w,
  ) => (w.startsWith('"') ? w : w.startsWith("-") ? "" : `"${w.replaceAll('"', "")}"*`)).filter(
    Boolean,
  ).join(" AND ");
}
