/** Every verb, in the order of the documentation. */

import type { Verb } from "../frame/verb.ts";
import * as aclAdd from "./acl/add.ts";
import * as aclLs from "./acl/ls.ts";
import * as aclRm from "./acl/rm.ts";
import * as check from "./check.ts";
import * as completion from "./completion.ts";
import * as idNew from "./id/new.ts";
import * as idShow from "./id/show.ts";
import * as init from "./init.ts";
import * as create from "./new.ts";
import * as serve from "./serve.ts";
import * as spaceAsOf from "./space/as-of.ts";
import * as spaceLog from "./space/log.ts";
import * as spaceLs from "./space/ls.ts";
import * as spaceNew from "./space/new.ts";
import * as spaceVerify from "./space/verify.ts";

/** The verbs of the command line. */
export const VERBS: readonly Verb[] = [
  idNew,
  idShow,
  create,
  init,
  check,
  serve,
  spaceNew,
  spaceLs,
  spaceLog,
  spaceAsOf,
  spaceVerify,
  aclLs,
  aclAdd,
  aclRm,
  completion,
] as readonly Verb[];
