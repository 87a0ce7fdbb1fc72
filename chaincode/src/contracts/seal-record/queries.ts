import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { instant, recordId, sealRecordMessages } from '../../messages/index.js';
import { query } from '../operation.js';
import { esIdKey, sealOf, useId } from './commands.js';
import { stateAt } from './life.js';
import { esIds, uses } from './records.js';

/** The record of a seal. @throws ContractError SEAL_UNKNOWN */
export const seal = query(z.strictObject({ seal: recordId }), (tx, input) => sealOf(tx, input.seal));

/** The state of a seal at a time, its period counted. @throws ContractError SEAL_UNKNOWN */
export const stateAtQuery = query(z.strictObject({ seal: recordId, time: instant }), async (tx, input) => ({
  seal: input.seal,
  state: stateAt(await sealOf(tx, input.seal), input.time),
}));

/** Which seal has this esID. @throws ContractError SEAL_UNKNOWN */
export const sealOfEsId = query(
  z.strictObject({ esId: sealRecordMessages.making.shape.esId }),
  async (tx, { esId }) => {
    const record = await tx.get(esIds, esIdKey(esId));
    if (record === undefined) throw new ContractError('SEAL_UNKNOWN');
    return { seal: record.seal };
  },
);

/** One use, or one that was refused. @throws ContractError SEAL_UNKNOWN */
export const useOf = query(z.strictObject({ seal: recordId, use: recordId }), async (tx, input) => {
  const record = await tx.get(uses, useId(input.seal, input.use));
  if (record === undefined) throw new ContractError('SEAL_UNKNOWN', { seal: input.seal });
  return record;
});
