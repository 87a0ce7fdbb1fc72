import { z } from 'zod';
import { canonicalBytes, parseCanonical } from '../canonical/index.js';
import * as consent from './consent.js';
import * as certificate from './certificate.js';
import * as archive from './archive-record.js';
import { attestation } from './identity.js';
import { identifier } from './primitives.js';
import * as labor from './labor-contract.js';
import { processEvent } from './process.js';
import { personalQuery } from './query.js';
import * as recognition from './recognition.js';
import * as log from './log.js';
import * as registry from './registry.js';
import * as schema from './schema.js';
import * as seal from './seal-record.js';
import { sessionOpening } from './session.js';
import { verificationReceipt } from './verification.js';

/** Every message that a party may sign, by kind, with the schema of its body. */
export const messageBodies = {
  'registry/found': registry.founding,
  'registry/change': registry.registryChange,
  'registry/bind': registry.binding,
  'registry/rotate': registry.rotation,
  'registry/announce-recovery': registry.recovery,
  'registry/cancel-recovery': registry.recoveryCancellation,
  'registry/add-assertion-key': registry.assertionKeyChange,
  'registry/revoke-assertion-key': registry.assertionKeyChange,
  'registry/delegate': registry.delegation,
  'registry/withdraw-delegation': registry.delegationWithdrawal,
  'registry/suspend-delegation': registry.delegationSuspension,
  'registry/reinstate-delegation': registry.delegationSuspension,
  'labor-contract/draft': labor.draft,
  'labor-contract/disclose': labor.disclosure,
  'labor-contract/revise': labor.revision,
  'labor-contract/lock': labor.lock,
  'labor-contract/sign': labor.partySignature,
  'labor-contract/deliver': labor.delivery,
  'labor-contract/acknowledge': labor.acknowledgement,
  'labor-contract/decline': labor.refusal,
  'labor-contract/withdraw': labor.refusal,
  'labor-contract/dissolve': labor.dissolution,
  'labor-contract/hold': labor.hold,
  'labor-contract/release': labor.hold,
  'labor-contract/dispose': labor.disposal,
  'labor-contract/export': labor.bundleExport,
  'consent/publish': consent.catalogue,
  'consent/request': consent.request,
  'consent/grant': consent.grant,
  'consent/refuse': consent.refusal,
  'consent/reopen': consent.reopening,
  'consent/revoke': consent.revocation,
  'consent/confirm-deletion': consent.deletion,
  'consent/fetch': consent.fetch,
  'consent/use': consent.use,
  'consent/other-basis': consent.order,
  'consent/log-refused': consent.refusedBatch,
  'certificate/issue': certificate.issuing,
  'certificate/issue-batch': certificate.issuingBatch,
  'certificate/attest': certificate.attesting,
  'certificate/suspend': certificate.suspension,
  'certificate/reinstate': certificate.suspension,
  'certificate/set-aside': certificate.settingAside,
  'certificate/take-up': certificate.takingUp,
  'certificate/revoke': certificate.revocation,
  'certificate/cancel': certificate.cancellation,
  'certificate/transfer-out': certificate.transferOut,
  'certificate/withdraw-transfer': certificate.transferWithdrawal,
  'certificate/transfer-in': certificate.transferIn,
  'process/record': processEvent,
  'recognition/recognise': recognition.recognising,
  'recognition/withdraw': recognition.recognitionWithdrawal,
  'schema/register': schema.schemaEdition,
  'schema/retire': schema.schemaRetirement,
  'labor-contract/hand-over': labor.handOver,
  'archive-record/register': archive.registration,
  'archive-record/send': archive.sending,
  'archive-record/receive': archive.receipt,
  'archive-record/accept': archive.acceptance,
  'archive-record/return': archive.sendingBack,
  'archive-record/recall': archive.sendingBack,
  'archive-record/hold': archive.archiveHold,
  'archive-record/release': archive.archiveHold,
  'archive-record/dispose': archive.archiveDisposal,
  'seal-record/apply': seal.application,
  'seal-record/approve': seal.decision,
  'seal-record/reject': seal.decision,
  'seal-record/make': seal.making,
  'seal-record/activate': seal.sealChange,
  'seal-record/suspend': seal.sealChange,
  'seal-record/resume': seal.sealChange,
  'seal-record/revoke': seal.sealChange,
  'seal-record/use': seal.sealUse,
  'seal-record/confirm': seal.sealConfirmation,
  'log-anchor/register': log.logKeys,
  'log-anchor/anchor': log.anchoring,
  'log-anchor/alarm': log.forkAlarm,
  'witness/register': log.witnessKey,
  'witness/decide': log.witnessPolicy,
  'identity/attestation': attestation,
  'session/open': sessionOpening,
  'verification/receipt': verificationReceipt,
  'identity/query': personalQuery,
} as const;

export type MessageKind = keyof typeof messageBodies;
export type MessageBody<K extends MessageKind> = z.infer<(typeof messageBodies)[K]>;

/**
 * The exact bytes that a party signs: canonical JSON of `{body, kind, ledger, renxin: "1"}`. The kind and the ledger's
 * name are inside, so that a signature is good for one act on one ledger.
 * @throws z.ZodError when the body is not of this kind or the ledger's name is none.
 */
export function messageBytes<K extends MessageKind>(
  kind: K,
  ledger: string,
  body: MessageBody<K>,
): Uint8Array {
  const named = identifier.parse(ledger);
  return canonicalBytes({ renxin: '1', kind, ledger: named, body: messageBodies[kind].parse(body) });
}

const frame = z.strictObject({
  renxin: z.literal('1'),
  kind: z.enum(Object.keys(messageBodies) as [MessageKind, ...MessageKind[]]),
  ledger: identifier,
  body: z.unknown(),
});

/** A message as it was read, of the kind that it names. */
export type Message = {
  [K in MessageKind]: { readonly kind: K; readonly ledger: string; readonly body: MessageBody<K> };
}[MessageKind];

/**
 * Reads a message back from the bytes that are to be signed, or were: for showing it, and for checking who signed what.
 * @throws NotCanonical when the bytes are not canonical JSON, z.ZodError when they are no message
 */
export function readMessage(bytes: Uint8Array): Message {
  const { kind, ledger, body } = frame.parse(parseCanonical(bytes));
  return { kind, ledger, body: messageBodies[kind].parse(body) } as Message;
}
