/** Notices that something has been silent for too long. */
export class Silence {
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #onBroken: () => void = () => {};
  isBroken = false;

  /** `Infinity` is never too long. */
  constructor(ms: number) {
    this.#ms = ms;
  }

  /** Begins to watch; `onBroken` is called at most once. */
  start(onBroken: () => void): void {
    this.#onBroken = onBroken;
    this.restart();
  }

  /** It was not silent. */
  restart(): void {
    clearTimeout(this.#timer);
    if (this.#ms !== Infinity) this.#timer = setTimeout(() => this.break(), this.#ms);
  }

  /** It has been silent for too long. */
  break(): void {
    this.end();
    if (this.isBroken) return;
    this.isBroken = true;
    this.#onBroken();
  }

  /** Ends the watch. */
  end(): void {
    clearTimeout(this.#timer);
  }
}
