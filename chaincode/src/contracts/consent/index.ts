import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** A citizen's consent to one use of data, and every access to it. docs/formats/consent.md */
export const consent = defineContract('consent', {
  publish: commands.publish,
  request: commands.request,
  grant: commands.grant,
  refuse: commands.refuse,
  reopen: commands.reopen,
  revoke: commands.revoke,
  'confirm-deletion': commands.confirmDeletion,
  use: commands.use,
  'other-basis': commands.otherBasis,
  'log-refused': commands.logRefused,
  consent: queries.consent,
  'use-of': queries.useOf,
  catalogue: queries.catalogue,
  'refused-batch': queries.refusedBatch,
});

export * as consentRecords from './records.js';
export * as consentRules from './rules.js';
