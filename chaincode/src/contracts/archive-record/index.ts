import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** Archive packages: where they are and what may become of them, never what they hold. docs/formats/archive-record.md */
export const archiveRecord = defineContract('archive-record', {
  register: commands.register,
  send: commands.send,
  receive: commands.receive,
  accept: commands.accept,
  return: commands.giveBack,
  recall: commands.recall,
  hold: commands.hold,
  release: commands.release,
  dispose: commands.dispose,
  archive: queries.archive,
  'state-at': queries.stateAt,
  'transfer-of': queries.transferOf,
  'hold-of': queries.holdOf,
});

export * as archiveRecords from './records.js';
export { archiveAt } from './keeping.js';
