/** The lines of a stream of UTF-8 bytes, and what was begun but not ended. */
export class TextLines {
  readonly #reader: ReadableStreamDefaultReader<string>;
  /** What came since the last end of a line; the last line without an end is given at the stream's. */
  rest = "";

  constructor(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
    this.#reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  }

  /** Calls `take` with each line until the stream ends or is stopped; a stopped one keeps its `rest`. */
  async each(take: (line: string) => void): Promise<void> {
    while (true) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      const lines = (this.rest + value).split("\n");
      this.rest = lines.pop()!;
      lines.forEach(take);
    }
    if (this.#isStopped || this.rest === "") return;
    const last = this.rest;
    this.rest = "";
    take(last);
  }

  #isStopped = false;

  /** Ends the reading although the stream has not ended. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#reader.cancel();
  }
}
