import { defineContract } from '../../kernel/index.js';
import { record } from './commands.js';
import { event } from './queries.js';

/** Training, examinations, assessments: that they happened, before a certificate says so. docs/formats/process-record.md */
export const processRecord = defineContract('process-record', { record, event });

export * as processRecords from './records.js';
export * as processRules from './rules.js';
