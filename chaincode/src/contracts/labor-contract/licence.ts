import { ContractError, type ReadTx } from '../../kernel/index.js';
import { DISPATCH_TEMPLATE } from '../../labor-law/index.js';
import type { laborContractMessages as messages } from '../../messages/index.js';
import { certificates, type CertificateRecord } from '../certificate/records.js';
import { refusals, stateAt } from '../certificate/transition.js';

/** Which forms of contract only a licensed employer concludes, by the template's name: 劳动合同法 art. 57. */
const NEEDED: Readonly<Record<string, string>> = {
  [DISPATCH_TEMPLATE]: 'labor-dispatch-licence',
};

/** A licence that was renewed is followed so far. */
const MOST_FOLLOWED = 8;

/**
 * The employer holds the licence that this form of contract needs, and it is good at this moment.
 * @throws ContractError LICENCE_MISSING; LICENCE_NOT_IN_FORCE with the code of its state as `reason`
 */
export async function requireLicence(
  tx: ReadTx,
  { template, licence, employer }: messages.Draft,
): Promise<void> {
  const type = Object.hasOwn(NEEDED, template.id) ? NEEDED[template.id] : undefined;
  if (type === undefined) return;
  if (licence === undefined) throw new ContractError('LICENCE_MISSING', { type });
  const record = await latest(tx, licence);
  const isTheirs = record?.holder === employer && record.beginning.body.type === type;
  if (!isTheirs) throw new ContractError('LICENCE_MISSING', { type });
  const state = stateAt(record, tx.time);
  if (state === 'VALID') return;
  const reason = state === undefined ? 'CERTIFICATE_UNKNOWN' : refusals[state];
  throw new ContractError('LICENCE_NOT_IN_FORCE', { type, reason });
}

/** The licence, or the one that renewed or corrected it. */
async function latest(tx: ReadTx, licence: string): Promise<CertificateRecord | undefined> {
  let record = await tx.get(certificates, licence);
  for (let i = 0; i < MOST_FOLLOWED && record?.state === 'REPLACED' && record.successor !== undefined; i++)
    record = await tx.get(certificates, record.successor);
  return record;
}
