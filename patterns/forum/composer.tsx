/** A box to write in: its text is kept per place and session until it is sent. */
import {
  action,
  computed,
  Default,
  ifElse,
  NAME,
  pattern,
  Stream,
  UI,
  type VNode,
  Writable,
} from "commonfabric";
import { ellipsis, mentions, plain } from "./text.ts";

interface ComposerInput {
  drafts: Writable<Record<string, string>>;
  slot: string;
  submit: Stream<{ body: string; parent?: number | null; at?: number }>;
  hint?: string | Default<"Write something">;
  disabled?: boolean;
}
export interface ComposerOutput {
  [NAME]: string;
  [UI]: VNode;
  text: string;
  preview: string;
  left: number;
  mentioned: string[];
  placeholder: string;
  type: Stream<string>;
  send: Stream<{ at?: number; parent?: number }>;
  discard: Stream<void>;
}
const MAX = 500;
const seconds = () => Math.floor(Date.now() / 1000);
export const Composer = pattern<ComposerInput, ComposerOutput>(
  ({ drafts, slot, submit, hint, disabled }) => {
    const text = computed(() => drafts.get()[slot] ?? "");
    const type = action((value: string) => drafts.key(slot).set(value.slice(0, MAX)));
    const discard = action(() => {
      const { [slot]: _, ...rest } = drafts.get();
      drafts.set(rest);
    });
    const send = action(({ at = seconds(), parent }: { at?: number; parent?: number }) => {
      const body = text.trim();
      if (body === "" || disabled) return;
      submit.send({ body, at, ...(parent === undefined ? {} : { parent }) });
      discard.send();
    });
    return {
      [NAME]: "Composer",
      [UI]: (
        <cf-vstack>
          {ifElse(
            disabled ?? false,
            <i>Locked</i>,
            <cf-textarea
              value={text}
              placeholder={hint}
              oncf-input={(e: { detail: { value: string } }) => type.send(e.detail.value)}
            />,
          )}
          <cf-button
            disabled={text.trim() === "" || disabled}
            onClick={() => send.send({})}
          >
            Post
          </cf-button>
          <small>
            {MAX - text.length}{" "}
            left{mentions(text).length ? `, tells ${mentions(text).join(" and ")}` : ""}
          </small>
        </cf-vstack>
      ),
      text,
      preview: computed(() => ellipsis(plain(text), 20)),
      left: MAX - text.length,
      mentioned: computed(() => mentions(text)),
      placeholder: hint,
      type,
      send,
      discard,
    };
  },
);
