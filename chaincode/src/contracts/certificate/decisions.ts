import { ContractError } from '../../kernel/index.js';
import type { certificateMessages as messages } from '../../messages/index.js';
import type { CertificateRecord } from './records.js';
import { decided, entered, stateAt } from './transition.js';

/** What the issuing province decides about a certificate: rules of (record, message, time). Codes as {@link decided}. */

/** Until it is reinstated the certificate is good for nothing (暂扣). */
export function suspended(record: CertificateRecord, body: messages.Suspension, time: string) {
  return decided(record, 'suspend', body, time, ['VALID'], 'SUSPENDED');
}

/** It is good again (暂扣发还). */
export function reinstated(record: CertificateRecord, body: messages.Suspension, time: string) {
  return decided(record, 'reinstate', body, time, ['SUSPENDED'], 'VALID');
}

/** It is in a state that has no name of its own (其他): good for nothing until it is taken up again. */
export function setAside(record: CertificateRecord, body: messages.SettingAside, time: string) {
  return decided(record, 'set-aside', body, time, ['VALID'], 'SET_ASIDE');
}

/** It is good again (其他). */
export function takenUp(record: CertificateRecord, body: messages.TakingUp, time: string) {
  return decided(record, 'take-up', body, time, ['SET_ASIDE'], 'VALID');
}

/** States from which a certificate can be taken away for good. */
const revocable = ['VALID', 'SUSPENDED', 'SET_ASIDE', 'TRANSFERRING', 'EXPIRED'] as const;

/** It is taken away for good (撤销, 吊销); a transfer that is under way ends with it. */
export function revoked(record: CertificateRecord, body: messages.Revocation, time: string) {
  return decided(record, 'revoke', body, time, revocable, 'REVOKED');
}

/** It is given up or lapsed (注销). */
export function cancelled(record: CertificateRecord, body: messages.Cancellation, time: string) {
  return decided(record, 'cancel', body, time, ['VALID', 'SUSPENDED', 'SET_ASIDE'], 'CANCELLED');
}

/** It goes to another province (办理转出): from now on it is not good here. @throws ContractError TRANSFER_MISMATCH as well */
export function transferredOut(record: CertificateRecord, body: messages.TransferOut, time: string) {
  if (body.to === record.province) throw new ContractError('TRANSFER_MISMATCH');
  return decided(record, 'transfer-out', body, time, ['VALID'], 'TRANSFERRING');
}

/** It stays after all (取消转出). */
export function transferWithdrawn(
  record: CertificateRecord,
  body: messages.TransferWithdrawal,
  time: string,
) {
  return decided(record, 'withdraw-transfer', body, time, ['TRANSFERRING'], 'VALID');
}

/**
 * The end of its validity is put down (过期失效). The date alone ends it: this makes it seen.
 * @throws ContractError CERTIFICATE_STATE when its last day is not over or it has ended otherwise
 */
export function expired(record: CertificateRecord, time: string): CertificateRecord {
  if (record.state === 'EXPIRED') return record;
  if (stateAt(record, time) !== 'EXPIRED')
    throw new ContractError('CERTIFICATE_STATE', { certificate: record.certificate });
  return entered(record, 'expire', 'EXPIRED', time);
}
