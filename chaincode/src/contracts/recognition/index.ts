import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** Recognition between provinces (资格互认): whose certificates count where, and since when. docs/formats/recognition.md */
export const recognition = defineContract('recognition', {
  recognise: commands.recognise,
  withdraw: commands.withdraw,
  recognition: queries.recognition,
  recognised: queries.recognised,
  recognitions: queries.recognitionsQuery,
});

export * as recognitionRecords from './records.js';
export * as recognitionRules from './rules.js';
