/** What can be wrong with a key, a DID or a signature, each with a literal code. */

import { CfError } from "@cf/utils";

/** A text that is no `did:key` of an Ed25519 key, or a key file that does not hold one. */
export class BadIdentityError extends CfError {
  override readonly name = "BadIdentityError";
  constructor(problem: string, cause?: unknown) {
    super("bad-identity", `Cannot read identity: ${problem}`, { cause });
  }
}

/** A signature that does not prove what its sender claims: wrong key, expired, or replayed. */
export class NotAuthenticatedError extends CfError {
  override readonly name = "NotAuthenticatedError";
  constructor(problem: string, principal: string) {
    super("not-authenticated", `Cannot authenticate ${principal}: ${problem}`, {
      data: { principal },
    });
  }
}
