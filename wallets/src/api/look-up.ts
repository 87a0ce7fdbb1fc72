import {
  certificateMessages as messages,
  date,
  identifier,
  instant,
  recordId,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { certificateView, document, heldByProvince, personAnswer } from './e-certificate.js';
import { receipt } from './labor-contract.js';

/** What officials of a province find, and see, of its certificates. Each look is kept, and its holder can read who looked. */

/** Why an official looks: for a service to the holder, an inspection, a complaint or a correction. */
export const lookUpPurpose = z.enum(['service', 'inspection', 'complaint', 'correction']);

export const searchRequest = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('number'), number: z.string().min(1).max(200), purpose: lookUpPurpose }),
  z.strictObject({ by: z.literal('person'), citizenNumber: z.string().length(18), purpose: lookUpPurpose }),
]);
export const foundCertificate = z.strictObject({
  certificate: recordId,
  type: word,
  issuer: identifier,
  number: z.string(),
  issuedOn: date,
  state: z.string(),
});
export const searchAnswer = z.strictObject({
  certificates: z.array(foundCertificate),
  /** By person, where the province's own system is connected: what it holds and the ledger has not. */
  register: personAnswer.shape.register,
  held: z.exactOptional(z.array(heldByProvince.extend({ number: z.string() }))),
  unreadable: personAnswer.shape.unreadable,
});

export const lookUpRequest = z.strictObject({ purpose: lookUpPurpose });

const nationalCode = z.string().regex(/^\d{2}$/);

/** A dated state with what the province said when it decided; the codes of docs/formats/e-certificate.md. */
const datedState = z.strictObject({
  state: z.string(),
  operation: z.string(),
  /** 证照状态 01 to 07 and 99, and 操作 01 to 10. */
  nationalState: nationalCode,
  nationalOperation: nationalCode,
  at: instant,
  reason: z.exactOptional(word),
  ground: z.exactOptional(z.string()),
  /** Where it goes. */
  to: z.exactOptional(identifier),
  /** What was said when it was set aside. */
  text: z.exactOptional(z.string()),
});
export const officialView = z.strictObject({
  certificate: recordId,
  type: word,
  number: z.string(),
  issuer: identifier,
  issuerName: z.string(),
  holder: identifier,
  provenance: certificateView.shape.provenance,
  issuedOn: date,
  validUntil: z.exactOptional(date),
  state: z.string(),
  history: z.array(datedState),
  predecessor: z.exactOptional(recordId),
  succession: z.exactOptional(messages.succession),
  successor: z.exactOptional(recordId),
  /** The training, examinations and assessments that it names. */
  process: z.exactOptional(z.array(recordId)),
  warnings: z.array(z.string()),
  status: messages.statusPlace,
  credential: document,
  receipt: z.exactOptional(receipt),
});

export const lookUp = z.strictObject({ by: identifier, at: instant, purpose: lookUpPurpose });
export const lookUpList = z.strictObject({ lookUps: z.array(lookUp) });

/** Whose identifier towards the province a person has: what a certificate is issued to. */
export const holderSearch = z.strictObject({
  name: z.string().min(1).max(100),
  citizenNumber: z.string().length(18),
});
export const holderFound = z.strictObject({ holder: identifier });

export type FoundCertificate = z.infer<typeof foundCertificate>;
export type OfficialView = z.infer<typeof officialView>;
export type LookUpPurpose = z.infer<typeof lookUpPurpose>;
