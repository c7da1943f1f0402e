/**
 * Inputs whose types say two things at once: a cell beside its default, a cell that is only read,
 * a cell or a text, and settings of which each part may be left out.
 */

import {
  action,
  Cell,
  computed,
  Default,
  OpaqueCell,
  pattern,
  Stream,
  Writable,
} from "commonfabric";

interface Settings {
  theme: string | Default<"light">;
  page: { size: number | Default<20> };
}

type DeepPartial<T> = { [K in keyof T]?: T[K] extends object ? DeepPartial<T[K]> : T[K] };

interface Input {
  count: Writable<number> | Default<5>;
  limit: Readonly<Cell<number | Default<8>>>;
  label: OpaqueCell<string> | string;
  settings: DeepPartial<Settings> | Default<{}>;
}

interface Output {
  text: string;
  left: number;
  shown: string;
  more: Stream<void>;
}

export default pattern<Input, Output>(({ count, limit, label, settings }) => ({
  text: `${label}: ${count}`,
  left: computed(() => limit.get() - count.get()),
  shown: `${settings.theme ?? "none"}/${settings.page?.size ?? 0}`,
  more: action(() => count.set(count.get() + 1)),
}));
