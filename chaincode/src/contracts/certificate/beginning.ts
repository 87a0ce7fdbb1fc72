import { ContractError } from '../../kernel/index.js';
import { dateInChina, plusMilliseconds, type certificateMessages as messages } from '../../messages/index.js';
import { isSame } from '../same.js';
import { requireTime } from '../times.js';
import { MOST_GENERATIONS, type Beginning, type CertificateRecord } from './records.js';
import { assertState, entered } from './transition.js';

/** How a certificate comes about: rules of (what is there, message, time). */

const DAY = 86_400_000;
/** An issuing is handed in on the day on which it is dated, or so many days later. */
const DAYS_TO_HAND_IN = 30;

export interface Begun {
  readonly certificate: CertificateRecord;
  readonly predecessor?: CertificateRecord;
}

/**
 * A certificate as an organisation issued it, alone or in a batch. With a predecessor it renews, changes or corrects that
 * one, which ends.
 * @throws ContractError CERTIFICATE_EXISTS, CERTIFICATE_DATES, SIGNATURE_TIME, CERTIFICATE_PREDECESSOR, HOLDER_MISMATCH,
 *   NOT_SOURCE_AUTHORITY, and the code of the predecessor's state
 */
export function issued(
  before: CertificateRecord | undefined,
  predecessor: CertificateRecord | undefined,
  body: messages.Issuing,
  time: string,
  batch?: string,
): Begun {
  const beginning = { provenance: 'issued' as const, body, ...(batch !== undefined && { batch }) };
  if (before !== undefined) return { certificate: again(before, beginning) };
  if (body.predecessor === undefined && body.succession !== undefined)
    throw new ContractError('CERTIFICATE_PREDECESSOR');
  const isCorrection = body.succession === 'correction';
  const today = dateInChina(time);
  const earliest = dateInChina(plusMilliseconds(time, -DAYS_TO_HAND_IN * DAY));
  if (body.issuedOn > today || (body.issuedOn < earliest && !isCorrection))
    throw new ContractError('CERTIFICATE_DATES', { certificate: body.certificate });
  const certificate = begun(beginning, body.issuer, 'issue', time);
  if (body.predecessor === undefined) return { certificate };
  const from = isCorrection ? (['VALID'] as const) : (['VALID', 'EXPIRED'] as const);
  const both = follow(certificate, predecessor, from, 'replace', 'REPLACED', time);
  if (body.succession === 'alteration') assertSource(certificate, predecessor);
  if (isCorrection) assertCorrection(certificate, predecessor);
  return both;
}

/**
 * Other facts are the word of whoever said the first ones: another authority's are refused.
 * @throws ContractError NOT_SOURCE_AUTHORITY
 */
function assertSource(
  certificate: CertificateRecord,
  predecessor: CertificateRecord | undefined,
): asserts predecessor is CertificateRecord {
  if (predecessor?.issuer !== certificate.issuer) throw new ContractError('NOT_SOURCE_AUTHORITY');
}

/**
 * Whoever said it corrects it, and the date on which it was said stays.
 * @throws ContractError NOT_SOURCE_AUTHORITY, CERTIFICATE_DATES; CERTIFICATE_PREDECESSOR between a register's entry and a
 *   certificate as it was issued
 */
function assertCorrection(certificate: CertificateRecord, predecessor: CertificateRecord | undefined): void {
  assertSource(certificate, predecessor);
  const isRegister = (record: CertificateRecord): boolean => record.beginning.provenance === 'register';
  if (isRegister(predecessor) !== isRegister(certificate)) throw new ContractError('CERTIFICATE_PREDECESSOR');
  if (predecessor.beginning.body.issuedOn !== certificate.beginning.body.issuedOn)
    throw new ContractError('CERTIFICATE_DATES', { certificate: certificate.certificate });
}

/**
 * What stands in a province's register, which the province attests. It is no certificate as it was issued then. With a
 * predecessor it corrects what the province attested before.
 * @throws ContractError CERTIFICATE_EXISTS, CERTIFICATE_DATES, SIGNATURE_TIME; with a predecessor as {@link issued}
 */
export function attested(
  before: CertificateRecord | undefined,
  predecessor: CertificateRecord | undefined,
  body: messages.Attesting,
  time: string,
): Begun {
  const beginning = { provenance: 'register' as const, body };
  if (before !== undefined) return { certificate: again(before, beginning) };
  if (body.issuedOn > dateInChina(time)) throw new ContractError('CERTIFICATE_DATES');
  const certificate = begun(beginning, body.province, 'attest', time);
  if (body.predecessor === undefined) return { certificate };
  const both = follow(certificate, predecessor, ['VALID'], 'replace', 'REPLACED', time);
  assertCorrection(certificate, predecessor);
  return both;
}

/**
 * What another province gave away is taken over: in the same moment the one ends and the other begins.
 * @throws ContractError CERTIFICATE_EXISTS, CERTIFICATE_DATES, SIGNATURE_TIME, TRANSFER_MISMATCH, HOLDER_MISMATCH,
 *   CERTIFICATE_PREDECESSOR, and the code of the predecessor's state
 */
export function transferredIn(
  before: CertificateRecord | undefined,
  predecessor: CertificateRecord | undefined,
  body: messages.TransferIn,
  time: string,
): Begun {
  const beginning = { provenance: 'transfer' as const, body };
  if (before !== undefined) return { certificate: again(before, beginning) };
  const certificate = begun(beginning, body.province, 'transfer-in', time);
  if (predecessor?.state === 'TRANSFERRING') {
    const last = predecessor.states.at(-1)?.decision;
    const isNamed = last !== undefined && 'to' in last && last.to === body.province;
    const { issuedOn, validUntil } = predecessor.beginning.body;
    const isAsItWas = issuedOn === body.issuedOn && validUntil === body.validUntil;
    if (!isNamed || !isAsItWas) throw new ContractError('TRANSFER_MISMATCH');
  }
  return follow(certificate, predecessor, ['TRANSFERRING'], 'taken-over', 'TRANSFERRED', time);
}

/** @throws ContractError CERTIFICATE_EXISTS unless it is the same content */
function again(before: CertificateRecord, beginning: Beginning): CertificateRecord {
  if (isSame(before.beginning, beginning)) return before;
  throw new ContractError('CERTIFICATE_EXISTS', { certificate: before.certificate });
}

function begun(
  beginning: Beginning,
  issuer: string,
  operation: 'issue' | 'attest' | 'transfer-in',
  time: string,
): CertificateRecord {
  const { certificate, province, holder, issuedOn, validUntil, at } = beginning.body;
  requireTime(at, time);
  if (validUntil !== undefined && (validUntil < issuedOn || validUntil < dateInChina(time)))
    throw new ContractError('CERTIFICATE_DATES', { certificate });
  return {
    schema: 1,
    certificate,
    issuer,
    province,
    holder,
    beginning,
    state: 'VALID',
    states: [{ state: 'VALID', operation, at: time }],
    generation: 1,
  };
}

/** The next of a chain, and the one before, which ends: never are both valid. */
function follow(
  certificate: CertificateRecord,
  predecessor: CertificateRecord | undefined,
  from: readonly ('VALID' | 'EXPIRED' | 'TRANSFERRING')[],
  operation: 'replace' | 'taken-over',
  end: 'REPLACED' | 'TRANSFERRED',
  time: string,
): Begun {
  if (predecessor === undefined) throw new ContractError('CERTIFICATE_PREDECESSOR');
  if (predecessor.holder !== certificate.holder) throw new ContractError('HOLDER_MISMATCH');
  const isSameKind = predecessor.beginning.body.type === certificate.beginning.body.type;
  const isOfProvince = end === 'TRANSFERRED' || predecessor.province === certificate.province;
  const isFirst = predecessor.successor === undefined && predecessor.generation < MOST_GENERATIONS;
  if (!isSameKind || !isOfProvince) throw new ContractError('CERTIFICATE_PREDECESSOR');
  assertState(predecessor, time, from);
  if (!isFirst) throw new ContractError('CERTIFICATE_PREDECESSOR');
  return {
    certificate: {
      ...certificate,
      ...(predecessor.examined !== undefined && { examined: predecessor.examined }),
      origin: predecessor.origin ?? predecessor.certificate,
      generation: predecessor.generation + 1,
    },
    predecessor: {
      ...entered(predecessor, operation, end, time),
      successor: certificate.certificate,
    },
  };
}
