import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** E-seals of organisations: who asked for one, who approved it, its states, and every use. docs/formats/seal-record.md */
export const sealRecord = defineContract('seal-record', {
  apply: commands.apply,
  approve: commands.approve,
  reject: commands.reject,
  make: commands.make,
  activate: commands.activate,
  suspend: commands.suspend,
  resume: commands.resume,
  revoke: commands.revoke,
  use: commands.use,
  seal: queries.seal,
  'state-at': queries.stateAtQuery,
  'seal-of-es-id': queries.sealOfEsId,
  'use-of': queries.useOf,
});

export * as sealRecords from './records.js';
export { stateAt as sealStateAt } from './life.js';
