import {
  consentMessages as messages,
  digest,
  identifier,
  instant,
  uscc,
  version,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { attestationAnswer } from './identity.js';
import { receipt, signed } from './labor-contract.js';

/** What citizen, recipient and data source say to each other about a consent: one schema for all ends. */

const bilingual = z.strictObject({ zh: z.string().min(1).max(400), en: z.string().min(1).max(400) });
export const salt = digest;

/** The public text of a catalogue; its canonical SM3 stands on the ledger (docs/formats/consent.md). */
export const catalogueText = z.strictObject({
  kind: z.literal('renxin-catalogue'),
  schema: z.literal(1),
  source: identifier,
  version,
  fields: z.array(z.strictObject({ field: word, name: bilingual })),
  purposes: z.array(
    z.strictObject({
      purpose: word,
      name: bilingual,
      /** Why each field is necessary. */
      necessity: bilingual,
      /** What happens when the citizen says no. */
      refusal: bilingual,
    }),
  ),
});

export const catalogueAnswer = z.strictObject({ catalogue: messages.catalogue, text: catalogueText });

/** What the citizen is shown (个人信息保护法 art. 17, 23, 30); its commitment stands in request and grant. */
export const notice = z.strictObject({
  kind: z.literal('renxin-consent-notice'),
  schema: z.literal(1),
  consent: messages.consentId,
  source: z.strictObject({ id: identifier, name: z.string() }),
  recipient: z.strictObject({ id: identifier, name: z.string(), uscc, contact: z.string().max(120) }),
  purpose: z.strictObject({ word, name: bilingual, necessity: bilingual }),
  fields: z.array(
    z.strictObject({
      field: word,
      name: bilingual,
      sensitivity: z.enum(['general', 'sensitive']),
      owner: identifier,
    }),
  ),
  scope: messages.scope,
  refusal: bilingual,
  /** How to revoke, and what that means. */
  rights: bilingual,
});

/** The consent artefact (授权凭证): what the citizen signed, with names and texts; off the ledger. */
export const consentArtefact = z.strictObject({
  kind: z.literal('renxin-consent-artefact'),
  schema: z.literal(1),
  consent: messages.consentId,
  subject: identifier,
  notice,
  scope: messages.scope,
  separate: z.array(word),
  language: z.enum(['zh', 'en']),
  displayedAt: instant,
  /** How the key was activated; a sandbox says that it is one. */
  authentication: z.strictObject({
    method: z.enum(['social-security-card', 'sandbox-social-security-card']),
    sandbox: z.boolean(),
  }),
});

/** What activated the key, in the signer's own log. */
export const consentActivation = z.strictObject({
  id: z.string().max(64),
  method: z.enum(['passphrase', 'confirmation']),
  at: instant,
});

const opened = <T extends z.ZodType>(content: T) => z.strictObject({ salt, content });

/** A person comes with what the identity authority says of the identifier, so that the data source knows whose data it is. */
export const citizenRequest = attestationAnswer.pick({ attestation: true });
export const citizenAnswer = z.strictObject({ identifier });

export const consentRequest = z.strictObject({ request: signed(messages.request), notice: opened(notice) });
export const grantRequest = z.strictObject({
  grant: signed(messages.grant),
  artefact: opened(consentArtefact),
  activation: opened(consentActivation),
});
export const refuseRequest = z.strictObject({
  refusal: signed(messages.refusal),
  reason: opened(z.string().min(1).max(500)),
});
export const reopenRequest = signed(messages.reopening);
export const revokeRequest = signed(messages.revocation);
export const deletionRequest = z.strictObject({
  deletion: signed(messages.deletion),
  statement: opened(z.string().min(1).max(500)),
});
export const fetchRequest = signed(messages.fetch);
export const orderRequest = z.strictObject({
  order: messages.order,
  signature: revokeRequest.shape.signature,
  approval: z.strictObject({ by: identifier, signature: revokeRequest.shape.signature }),
  document: opened(z.string().min(1).max(120)),
  officer: opened(z.string().min(1).max(120)),
  reason: opened(z.string().min(1).max(500)),
});

/** An authorisation is good once, for a while, for this client's key. */
export const authorisationAnswer = z.strictObject({
  authorisation: messages.authorisationId,
  expiresAt: instant,
});

export const consentView = z.strictObject({
  consent: messages.consentId,
  /** The record on the ledger as it stands. */
  record: z.unknown(),
  /** REQUESTED, REFUSED, GRANTED, USED_UP, REVOKED; EXPIRED when a window is over. */
  state: z.string(),
  notice: z.exactOptional(notice),
  noticeSalt: z.exactOptional(salt),
});
export const consentAnswer = z.strictObject({ consent: consentView, receipt: z.exactOptional(receipt) });
export const consentList = z.strictObject({ consents: z.array(consentView) });

/** What a fetch answers: the credential, what opens the ledger's commitment to it, and which fetch this was. */
export const fetchAnswer = z.strictObject({
  credential: z.record(z.string(), z.unknown()),
  salt,
  number: z.int().min(1),
  left: z.int().min(0),
  txId: z.string(),
  index: z.int(),
  height: z.int(),
  time: instant,
});

/** One line of a citizen's access log: who, when, why, which fields, on which basis, with which result. */
export const accessEntry = z.strictObject({
  at: instant,
  what: z.enum(['request', 'answer', 'fetch', 'revocation', 'deletion', 'order', 'refused']),
  consent: z.exactOptional(messages.consentId),
  by: identifier,
  byName: z.exactOptional(z.string()),
  purpose: word,
  fields: z.array(word),
  basis: messages.basis,
  /** `done`, a state, or the code with which it was refused. */
  result: z.string(),
  /** Where it stands on the ledger; a refused attempt stands in a batch. */
  ledger: z.exactOptional(z.strictObject({ txId: z.string(), index: z.int(), height: z.int() })),
  batch: z.exactOptional(
    z.strictObject({ sequence: z.int(), salt, commitments: z.array(digest), entry: z.int() }),
  ),
  /** Texts that open commitments of an access on another basis. */
  document: z.exactOptional(z.string()),
  reason: z.exactOptional(z.string()),
});
export const accessLog = z.strictObject({
  kind: z.literal('renxin-access-log'),
  schema: z.literal(1),
  source: identifier,
  subject: identifier,
  at: instant,
  entries: z.array(accessEntry),
});

export type CatalogueText = z.infer<typeof catalogueText>;
export type CatalogueAnswer = z.infer<typeof catalogueAnswer>;
export type Notice = z.infer<typeof notice>;
export type ConsentArtefact = z.infer<typeof consentArtefact>;
export type ConsentView = z.infer<typeof consentView>;
export type ConsentAnswer = z.infer<typeof consentAnswer>;
export type FetchAnswer = z.infer<typeof fetchAnswer>;
export type AccessEntry = z.infer<typeof accessEntry>;
export type AccessLog = z.infer<typeof accessLog>;
