import { ContractError } from '../../kernel/index.js';
import { processMessages as messages } from '../../messages/index.js';
import { assertProvince, requireAccreditation, requireHolder } from '../certificate/entitlement.js';
import { command, signed } from '../operation.js';
import { requireSignature } from '../registry/index.js';
import { identifiers } from '../registry/records.js';
import { processEvents } from './records.js';
import { recorded } from './rules.js';

/** `record`, by the organisation that trained or assessed; who examines and assesses is accredited for it. */
export const record = command(signed(messages.processEvent), async (tx, { body, signature }) => {
  const by = await requireSignature(tx, 'process/record', body, body.by, signature);
  const before = await tx.get(processEvents, body.event);
  const after = recorded(before, body, tx.time);
  if (after !== before) {
    if (by.kind !== 'organisation') throw new ContractError('NOT_ENTITLED', { by: body.by });
    const province = await tx.get(identifiers, body.province);
    if (province === undefined) throw new ContractError('ORGANISATION_UNKNOWN');
    assertProvince(province, body.region);
    if (body.kind !== 'training') await requireAccreditation(tx, by, { ...body, issuedOn: body.on });
    await requireHolder(tx, body);
    await tx.put(processEvents, body.event, after);
    tx.emit('process-recorded', { event: body.event, province: body.province });
  }
  return { event: body.event, at: after.recordedAt };
});
