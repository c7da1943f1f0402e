/** Every verb, in the order of the documentation. */

import type { Verb } from "../frame/verb.ts";
import * as aclAdd from "./acl/add.ts";
import * as aclLs from "./acl/ls.ts";
import * as aclRm from "./acl/rm.ts";
import * as call from "./call.ts";
import * as check from "./check.ts";
import * as completion from "./completion.ts";
import * as dev from "./dev.ts";
import * as doctor from "./doctor.ts";
import * as get from "./get.ts";
import * as idNew from "./id/new.ts";
import * as idShow from "./id/show.ts";
import * as init from "./init.ts";
import * as create from "./new.ts";
import * as pieceBackground from "./piece/background.ts";
import * as pieceInspect from "./piece/inspect.ts";
import * as pieceLink from "./piece/link.ts";
import * as pieceLs from "./piece/ls.ts";
import * as pieceNew from "./piece/new.ts";
import * as pieceRm from "./piece/rm.ts";
import * as pieceSetsrc from "./piece/setsrc.ts";
import * as serve from "./serve.ts";
import * as set from "./set.ts";
import * as spaceAsOf from "./space/as-of.ts";
import * as spaceBackup from "./space/backup.ts";
import * as spaceExport from "./space/export.ts";
import * as spaceLog from "./space/log.ts";
import * as spaceLs from "./space/ls.ts";
import * as spaceNew from "./space/new.ts";
import * as spaceRestore from "./space/restore.ts";
import * as spaceVerify from "./space/verify.ts";
import * as sqliteAsOf from "./sqlite/as-of.ts";
import * as sqliteBackup from "./sqlite/backup.ts";
import * as sqliteDiscard from "./sqlite/discard.ts";
import * as sqliteExport from "./sqlite/export.ts";
import * as sqliteGc from "./sqlite/gc.ts";
import * as sqliteImport from "./sqlite/import.ts";
import * as sqliteLent from "./sqlite/lent.ts";
import * as sqliteLs from "./sqlite/ls.ts";
import * as sqliteQuery from "./sqlite/query.ts";
import * as sqliteRebuild from "./sqlite/rebuild.ts";
import * as sqliteRepair from "./sqlite/repair.ts";
import * as sqliteRestore from "./sqlite/restore.ts";
import * as sqliteSnapshot from "./sqlite/snapshot.ts";
import * as sqliteTakeBack from "./sqlite/take-back.ts";
import * as sqliteTables from "./sqlite/tables.ts";
import * as sqliteUnlend from "./sqlite/unlend.ts";
import * as sqliteVerify from "./sqlite/verify.ts";
import * as runTests from "./run-tests.ts";
import * as top from "./top.ts";
import * as watch from "./watch.ts";

/** The verbs of the command line. */
export const VERBS: readonly Verb[] = [
  idNew,
  idShow,
  create,
  init,
  check,
  runTests,
  dev,
  pieceNew,
  pieceLs,
  pieceInspect,
  pieceLink,
  pieceSetsrc,
  pieceBackground,
  pieceRm,
  get,
  set,
  call,
  watch,
  serve,
  spaceNew,
  spaceLs,
  spaceLog,
  spaceAsOf,
  spaceVerify,
  spaceBackup,
  spaceRestore,
  spaceExport,
  sqliteLs,
  sqliteTables,
  sqliteQuery,
  sqliteExport,
  sqliteImport,
  sqliteBackup,
  sqliteRestore,
  sqliteAsOf,
  sqliteVerify,
  sqliteRepair,
  sqliteRebuild,
  sqliteSnapshot,
  sqliteDiscard,
  sqliteGc,
  sqliteTakeBack,
  sqliteLent,
  sqliteUnlend,
  aclLs,
  aclAdd,
  aclRm,
  top,
  doctor,
  completion,
] as readonly Verb[];
