import { defineContract } from '../../kernel/index.js';
import * as commands from './commands.js';
import * as custody from './custody-commands.js';
import * as queries from './queries.js';

/** Electronic labor contracts: states, dates and commitments, never what a contract says. docs/formats/labor-contract.md */
export const laborContract = defineContract('labor-contract', {
  draft: commands.draft,
  disclose: commands.disclose,
  revise: commands.revise,
  lock: commands.lock,
  decline: commands.decline,
  withdraw: commands.withdraw,
  conclude: commands.conclude,
  amend: commands.amend,
  deliver: commands.deliver,
  acknowledge: commands.acknowledge,
  dissolve: commands.dissolve,
  dispose: commands.dispose,
  hold: custody.hold,
  release: custody.release,
  export: custody.exportBundle,
  'hand-over': custody.handOver,
  contract: queries.contract,
  signing: queries.signing,
  'hold-of': queries.holdOf,
  'export-of': queries.exportOf,
  'custody-of': queries.custodyOf,
});

export * as laborContractRecords from './records.js';
export * as laborContractRules from './rules.js';
