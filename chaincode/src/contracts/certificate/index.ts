import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as queries from './queries.js';

/** E-certificates: whose word they are, dated states, commitments; never what one says. docs/formats/e-certificate.md */
export const certificate = defineContract('certificate', {
  issue: commands.issue,
  'issue-batch': commands.issueBatch,
  attest: commands.attest,
  'transfer-in': commands.transferIn,
  suspend: commands.suspend,
  reinstate: commands.reinstate,
  'set-aside': commands.setAside,
  'take-up': commands.takeUp,
  revoke: commands.revoke,
  cancel: commands.cancel,
  expire: commands.expire,
  'transfer-out': commands.transferOut,
  'withdraw-transfer': commands.withdrawTransfer,
  certificate: queries.certificate,
  standing: queries.standing,
});

export * as certificateRecords from './records.js';
export * as certificateRules from './rules.js';
export type { Standing } from './standing.js';
