/** What the forum stores and shows. */
export type Role = "member" | "moderator" | "banned";
export interface Profile {
  name: string;
  role: Role;
  joined: number;
  bio?: string;
  settings: { notify: ("mention" | "reply" | "reaction")[]; perPage: number };
}
export interface ThreadRow {
  id: number;
  title: string;
  board: string;
  author: string;
  created: number;
  pinned: number;
  locked: number;
  posts: number;
  last_at: number | null;
  score: number;
}
export interface PostRow {
  id: number;
  thread_id: number;
  parent_id: number | null;
  author: string;
  body: string;
  at: number;
  edited: number | null;
  hidden: string | null;
}
export interface ReactionRow {
  post_id: number;
  emoji: string;
  n: number;
  mine: number;
}
export interface Tree {
  post: PostRow;
  depth: number;
  reactions: ReactionRow[];
  segments: Segment[];
}
export type Segment =
  | { type: "text"; text: string }
  | { type: "mention"; name: string }
  | { type: "link"; href: string; label: string }
  | { type: "code"; code: string }
  | { type: "strong"; text: string };
export type Action =
  | { type: "pin" | "unpin" | "lock" | "unlock"; thread: number }
  | { type: "hide"; post: number; reason: string }
  | { type: "restore"; post: number }
  | { type: "move"; thread: number; board: string }
  | { type: "ban" | "unban"; name: string };
export interface Note {
  id: string;
  kind: "mention" | "reply";
  from: string;
  to: string;
  thread: number;
  post: number;
  read: boolean;
}
export type Order = "latest" | "newest" | "top";
export interface View {
  board: string | null;
  order: Order;
  page: number;
  query: string;
}
export type Validated<T> = { valid: true; value: T } | {
  valid: false;
  errors: Partial<Record<keyof T, string>>;
};
