/**
 * Globals of pattern code that know a present moment or chance: those of the running event. Each
 * stands in front of the realm's own, which a program cannot reach through it.
 */

/** Where the moment comes from. Both throw where there is no event. */
export interface EventSource {
  /** The time of the running event in milliseconds; `what` names the call in the error. */
  now(what?: string): number;
  /** A random number in [0, 1) for the running event. */
  random(): number;
}

/** A `Date` whose current time is the event's. */
export function eventDate({ now }: EventSource): DateConstructor {
  const EventDate = function (this: unknown, ...args: unknown[]): unknown {
    if (new.target === undefined) return new Date(now("Date()")).toString();
    const parts = args.length === 0 ? [now("new Date()")] : args;
    return Reflect.construct(Date, parts, new.target);
  } as unknown as DateConstructor;
  Object.defineProperties(EventDate, {
    name: { value: "Date" },
    now: { value: () => now("Date.now()") },
    parse: { value: Date.parse },
    UTC: { value: Date.UTC },
    prototype: { value: Date.prototype },
  });
  return EventDate;
}

/** `Math` whose randomness is the event's. */
export function eventMath({ random }: EventSource): object {
  const descriptors = Object.getOwnPropertyDescriptors(Math);
  return Object.defineProperties({}, {
    ...descriptors,
    random: { value: () => random() },
  });
}

/** `crypto` with the event's randomness: numbers that repeat are no secrets. */
export function eventCrypto({ random }: EventSource): object {
  const getRandomValues = <T extends ArrayBufferView>(array: T): T => {
    if (!ArrayBuffer.isView(array)) {
      throw new TypeError("Cannot get random values: a typed array is needed");
    }
    const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Math.floor(random() * 256);
    return array;
  };
  return {
    getRandomValues,
    randomUUID: () => {
      const bytes = getRandomValues(new Uint8Array(16));
      bytes[6] = (bytes[6]! & 0x0f) | 0x40;
      bytes[8] = (bytes[8]! & 0x3f) | 0x80;
      const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
}

/** `Intl` whose `DateTimeFormat` formats the event's moment where it gets no date. */
export function eventIntl(source: EventSource): object {
  const descriptors = Object.getOwnPropertyDescriptors(Intl) as PropertyDescriptorMap;
  return Object.defineProperties({}, {
    ...descriptors,
    DateTimeFormat: { ...descriptors.DateTimeFormat, value: eventDateTimeFormat(source) },
  });
}

type Moment = Parameters<Intl.DateTimeFormat["format"]>[0];

/**
 * It holds the realm's formatter inside, and has a prototype of its own: through that of the realm
 * a program would get at the present time.
 */
function eventDateTimeFormat({ now }: EventSource): unknown {
  const inner = new WeakMap<object, Intl.DateTimeFormat>();
  const bound = new WeakMap<object, (date?: Moment) => string>();
  const of = (self: object): Intl.DateTimeFormat => {
    const made = inner.get(self);
    if (made === undefined) throw new TypeError("Cannot format: this is no Intl.DateTimeFormat");
    return made;
  };
  const at = (date: Moment) => date === undefined ? now("Intl.DateTimeFormat().format()") : date;
  const EventDateTimeFormat = function (locales?: string, options?: Intl.DateTimeFormatOptions) {
    const { prototype } = new.target ?? EventDateTimeFormat as unknown as { prototype: object };
    const self = Object.create(prototype);
    inner.set(self, new Intl.DateTimeFormat(locales, options));
    return self;
  };
  const prototype = {
    constructor: EventDateTimeFormat,
    get format() {
      let format = bound.get(this);
      if (format === undefined) {
        const formatter = of(this);
        format = (date) => formatter.format(at(date));
        bound.set(this, format);
      }
      return format;
    },
    formatToParts(date?: Moment) {
      return of(this).formatToParts(at(date));
    },
    formatRange(start: Date, end: Date) {
      return of(this).formatRange(start, end);
    },
    formatRangeToParts(start: Date, end: Date) {
      return of(this).formatRangeToParts(start, end);
    },
    resolvedOptions() {
      return of(this).resolvedOptions();
    },
    [Symbol.toStringTag]: "Intl.DateTimeFormat",
  };
  return Object.defineProperties(EventDateTimeFormat, {
    name: { value: "DateTimeFormat" },
    prototype: { value: prototype },
    supportedLocalesOf: { value: Intl.DateTimeFormat.supportedLocalesOf },
  });
}
