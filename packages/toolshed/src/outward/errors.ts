/** What goes wrong with requests that the server makes for others. */

import { CfError } from "@cf/utils";

/** The policy does not let a request go there. Code `address-refused`. */
export class AddressRefusedError extends CfError {
  override readonly name = "AddressRefusedError";
  constructor(url: string, problem: string) {
    super("address-refused", `Cannot fetch ${url}: ${problem}`, { data: { url } });
  }
}

/** The other side cannot be reached, or does not keep to HTTP. Code `fetch-failed`. */
export class FetchFailedError extends CfError {
  override readonly name = "FetchFailedError";
  constructor(url: string, problem: string, cause?: unknown) {
    super("fetch-failed", `Cannot fetch ${url}: ${problem}`, { data: { url }, cause });
  }
}

/** An answer beyond the limit; it is cut off there. Code `answer-too-large`. */
export class AnswerTooLargeError extends CfError {
  override readonly name = "AnswerTooLargeError";
  constructor(url: string, maxBytes: number) {
    super("answer-too-large", `Cannot fetch ${url}: the answer has more than ${maxBytes} bytes`, {
      data: { url, maxBytes },
    });
  }
}

/** The server has no language model. Code `no-provider`. */
export class NoModelError extends CfError {
  override readonly name = "NoModelError";
  constructor() {
    super(
      "no-provider",
      "Cannot ask a language model: this server has none; its operator sets CF_LLM_URL (and " +
        "CF_LLM_KEY, CF_LLM_MODEL)",
    );
  }
}

/** A host that the operator names is none. Code `bad-host`. */
export class BadHostError extends CfError {
  override readonly name = "BadHostError";
  constructor(host: string) {
    super(
      "bad-host",
      `Cannot allow requests to '${host}': it is no host; write api.example.com, ` +
        "127.0.0.1:8080, *.example.com or 10.1.0.0/16",
      { data: { host } },
    );
  }
}
