/** What goes wrong on this side of a connection. */

import { CfError } from "@cf/utils";

/** The connection was closed, by its owner or for good by the host. */
export class ConnectionClosedError extends CfError {
  override readonly name = "ConnectionClosedError";
  constructor(action: string, cause?: unknown) {
    super("connection-closed", `Cannot ${action}: the connection to the space is closed`, {
      cause,
    });
  }
}

/** A commit that no message can carry. */
export class MessageTooLargeError extends CfError {
  override readonly name = "MessageTooLargeError";
  constructor(size: { chars: number; charsMax: number }) {
    super(
      "message-too-large",
      `Cannot send commit: it has ${size.chars} characters, at most ${size.charsMax} are allowed`,
      { data: size },
    );
  }
}

/** A peer that speaks another version. */
export class ProtocolVersionError extends CfError {
  override readonly name = "ProtocolVersionError";
  constructor(versions: { ours: number; theirs: number }) {
    super(
      "protocol-version",
      `Cannot open session: the host speaks protocol ${versions.theirs}, this client ` +
        `${versions.ours}; reload the page or update the program`,
      { data: versions },
    );
  }
}
