import { z } from 'zod';
import { certificateMessages as messages, identifier, instant, recordId } from '../../messages/index.js';
import { collection } from '../operation.js';

/** What the ledger keeps of an e-certificate: who, which kind, dated states and commitments. docs/formats/e-certificate.md */

/** How many states a certificate can have: records do not grow without bound. */
export const MOST_STATES = 64;
/** From here on nothing begins that would need another state to end it: room is left for the last decisions. */
export const LAST_BEGINNING = MOST_STATES - 3;
/** How many certificates can follow one another by renewal, change and transfer. */
export const MOST_GENERATIONS = 100;

/** SET_ASIDE: 其他, with a text; TRANSFERRING: 办理转出; TRANSFERRED: another province has taken over; REPLACED: renewed or changed. */
export const states = [
  'VALID',
  'SUSPENDED',
  'SET_ASIDE',
  'TRANSFERRING',
  'TRANSFERRED',
  'REVOKED',
  'CANCELLED',
  'EXPIRED',
  'REPLACED',
] as const;
export const state = z.enum(states);

/** What was done, in the order of the national operation codes: docs/formats/e-certificate.md. */
export const operation = z.enum([
  'issue',
  'attest',
  'transfer-in',
  'suspend',
  'reinstate',
  'set-aside',
  'take-up',
  'revoke',
  'cancel',
  'expire',
  'transfer-out',
  'withdraw-transfer',
  'replace',
  'taken-over',
]);

/** A decision of the province, as it was signed. */
export const decision = z.union([
  messages.suspension,
  messages.settingAside,
  messages.revocation,
  messages.cancellation,
  messages.transferOut,
]);

/** `at` is the ledger's time. The first state has the issuing itself, and the automatic ones nothing, as their word. */
const datedState = z.strictObject({
  state,
  operation,
  at: instant,
  decision: z.exactOptional(decision),
});

/** What was signed at the beginning. */
export const beginning = z.discriminatedUnion('provenance', [
  z.strictObject({
    provenance: z.literal('issued'),
    body: messages.issuing,
    /** The batch under whose signature it was issued. */
    batch: z.exactOptional(recordId),
  }),
  z.strictObject({ provenance: z.literal('register'), body: messages.attesting }),
  z.strictObject({ provenance: z.literal('transfer'), body: messages.transferIn }),
]);

export const certificateRecord = z.strictObject({
  schema: z.literal(1),
  certificate: recordId,
  /** Who vouches for what it says: the issuing organisation; of a register's entry and of a transfer the province. */
  issuer: identifier,
  province: identifier,
  holder: identifier,
  beginning,
  state,
  /** From the first to the present one. */
  states: z.array(datedState).min(1).max(MOST_STATES),
  /** An examination or an assessment stands behind it, or behind the one that it follows. */
  examined: z.exactOptional(z.literal(true)),
  /** The first certificate of the chain, when this is not it. */
  origin: z.exactOptional(recordId),
  /** Its place in the chain, the first being 1. */
  generation: z.int().min(1).max(MOST_GENERATIONS),
  /** The certificate that renewed, changed or took over this one. */
  successor: z.exactOptional(recordId),
});

/** Which certificate has a place in a status list: nobody else gets it. */
export const statusPlaceRecord = z.strictObject({ schema: z.literal(1), certificate: recordId });

export const certificates = collection('certificate', certificateRecord);
export const statusPlaces = collection('certificate-status', statusPlaceRecord);

export type State = z.infer<typeof state>;
export type OperationWord = z.infer<typeof operation>;
export type Decision = z.infer<typeof decision>;
export type Beginning = z.infer<typeof beginning>;
export type CertificateRecord = z.infer<typeof certificateRecord>;
