import { z } from 'zod';
import { ContractError } from '../../kernel/index.js';
import { recognitionMessages as messages, signature } from '../../messages/index.js';
import { command } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { identifiers, type IdentifierRecord, type OrganisationRecord } from '../registry/records.js';
import { isSame } from '../same.js';
import { chainOf, recognised, recognisedBy, recognitions } from './records.js';
import { recognisedAs, recognitionWithdrawn } from './rules.js';

/** `recognise`, by a province for itself or by the ministry for all. */
export const recognise = command(
  z.strictObject({ body: messages.recognising, signature }),
  async (tx, { body, signature: given }) => {
    const signer = await requireSignature(tx, 'recognition/recognise', body, body.by, given);
    const before = await tx.get(recognitions, body.recognition);
    if (before === undefined) {
      const chain = chainOf(
        recogniser(signer),
        province(await tx.get(identifiers, body.of), body),
        body.type,
      );
      const head = await tx.get(recognised, chain);
      const own = await tx.get(recognisedBy, body.by);
      const record = recognisedAs(body, head?.latest, tx.time, own?.latest);
      await tx.put(recognitions, body.recognition, record);
      await tx.put(recognised, chain, { schema: 1, latest: body.recognition });
      await tx.put(recognisedBy, body.by, { schema: 1, latest: body.recognition });
      const { recognition, by, of, type } = body;
      tx.emit('recognised', { recognition, by, of, type });
    } else if (!isSame(before.recognition, body)) {
      throw new ContractError('RECOGNITION_EXISTS', { recognition: body.recognition });
    }
    return { recognition: body.recognition, at: before?.recognisedAt ?? tx.time };
  },
);

/** `withdraw`, by who recognised. */
export const withdraw = command(
  z.strictObject({ body: messages.recognitionWithdrawal, signature }),
  async (tx, { body, signature: given }) => {
    const { recognition, by } = body;
    const before = await tx.get(recognitions, recognition);
    if (before === undefined) throw new ContractError('RECOGNITION_UNKNOWN', { recognition });
    if (before.recognition.by !== by) throw new ContractError('NOT_ENTITLED', { by });
    await requireSignature(tx, 'recognition/withdraw', body, by, given);
    const after = recognitionWithdrawn(before, body, tx.time);
    if (after !== before) {
      await tx.put(recognitions, recognition, after);
      tx.emit('recognition-withdrawn', { recognition, by });
    }
    return { recognition, at: after.withdrawn?.at ?? tx.time };
  },
);

/** @throws ContractError NOT_ENTITLED unless it is a province or the ministry */
function recogniser(record: IdentifierRecord): OrganisationRecord {
  const may = record.kind === 'organisation' && (record.role === 'province' || record.role === 'ministry');
  if (!may) throw new ContractError('NOT_ENTITLED', { by: record.identifier });
  return record;
}

/** @throws ContractError ORGANISATION_UNKNOWN unless it is another province */
function province(
  record: IdentifierRecord | undefined,
  { of, by }: messages.Recognising,
): OrganisationRecord {
  const isProvince = record?.kind === 'organisation' && record.role === 'province' && of !== by;
  if (!isProvince) throw new ContractError('ORGANISATION_UNKNOWN', { organisation: of });
  return record;
}
