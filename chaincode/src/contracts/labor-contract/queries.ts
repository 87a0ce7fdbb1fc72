import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { digest, laborContractMessages, recordId } from '../../messages/index.js';
import { query } from '../operation.js';
import { partId } from '../part-id.js';
import { signingId } from './commands.js';
import { contractOf } from './commit.js';
import { custodies, exports, holds, signings } from './records.js';

/** The contract's record with all its dated states. @throws ContractError CONTRACT_UNKNOWN */
export const contract = query(z.strictObject({ contract: recordId }), (tx, input) =>
  contractOf(tx, input.contract),
);

/** What both parties signed as the contract (0) or as an amendment. @throws ContractError CONTRACT_UNKNOWN */
export const signing = query(
  z.strictObject({ contract: recordId, amendment: laborContractMessages.amendment }),
  async (tx, { contract, amendment }) => {
    const record = await tx.get(signings, signingId(contract, amendment));
    if (record === undefined) throw new ContractError('CONTRACT_UNKNOWN', { contract, amendment });
    return record;
  },
);

/** The hold of a contract for a case, open or released. @throws ContractError CONTRACT_UNKNOWN */
export const holdOf = query(z.strictObject({ contract: recordId, case: digest }), async (tx, input) => {
  const record = await tx.get(holds, partId(input.contract, input.case));
  if (record === undefined) throw new ContractError('CONTRACT_UNKNOWN', { contract: input.contract });
  return record;
});

/** Who handed a bundle out, when and why. @throws ContractError CONTRACT_UNKNOWN */
export const exportOf = query(z.strictObject({ contract: recordId, bundle: digest }), async (tx, input) => {
  const record = await tx.get(exports, partId(input.contract, input.bundle));
  if (record === undefined) throw new ContractError('CONTRACT_UNKNOWN', { contract: input.contract });
  return record;
});

/** Who handed a bundle to whom. @throws ContractError BUNDLE_UNKNOWN when nobody has */
export const custodyOf = query(z.strictObject({ contract: recordId, bundle: digest }), async (tx, input) => {
  const record = await tx.get(custodies, partId(input.contract, input.bundle));
  if (record === undefined) throw new ContractError('BUNDLE_UNKNOWN');
  return record;
});
