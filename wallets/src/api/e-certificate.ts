import type { JsonObject } from '@renxin/chaincode/canonical';
import {
  attestation,
  certificateMessages as messages,
  date,
  digest,
  identifier,
  instant,
  personalQuery,
  plainText,
  recordId,
  registryMessages,
  region,
  signature,
  verificationReceipt,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { credentialFormats } from '@renxin/credentials/openid4vci';
import { responseModes } from '@renxin/credentials/openid4vp';
import { opening, receipt, signed } from './labor-contract.js';

/** What issuers, holders, provinces and verifiers say to each other about e-certificates: one schema for both ends. */

/** A credential or presentation: any JSON object here, judged where it is verified. */
export const document = z.record(z.string(), z.unknown()) as unknown as z.ZodType<JsonObject>;

/** To the province: who proved the holder's identity, so that a certificate can be bound to it. */
export const holderIdentity = z.strictObject({ attestation: signed(attestation) });
export const holderIdentityAnswer = z.strictObject({ identifier });

/** An issuer asks for a place in the province's status list; `certificate` is a random id. */
export const applicationRequest = z.strictObject({
  certificate: recordId,
  holder: identifier,
  type: word,
  region,
  issuedOn: date,
});
export const applicationAnswer = z.strictObject({
  certificate: recordId,
  province: identifier,
  status: messages.statusPlace,
  /** What the credential has to carry as `credentialStatus`. */
  credentialStatus: z.array(document),
});

/** The signed credential, and the message for the ledger that commits to it. */
export const issuingRequest = z.strictObject({
  issuing: signed(messages.issuing),
  credential: document,
  opening,
});

/** A province issues itself; `claims` as the type's schema has them. */
export const ownIssuingRequest = z.strictObject({
  certificate: recordId,
  holder: identifier,
  type: word,
  issuedOn: date,
  /** The last day on which it is valid. */
  validUntil: z.exactOptional(date),
  claims: document,
  /** The certificate whose place it takes. */
  predecessor: z.exactOptional(recordId),
  succession: z.exactOptional(messages.succession),
});

/** What stands in a province's register of the time before the ledger, and its entry there, as the register has it. */
export const registerEntryRequest = z.strictObject({
  certificate: recordId,
  holder: identifier,
  type: word,
  region,
  issuedOn: date,
  validUntil: z.exactOptional(date),
  /** As the type's schema has them. */
  claims: document,
  entry: document,
  /** The attestation that this one corrects. */
  predecessor: z.exactOptional(recordId),
});

export const certificateView = z.strictObject({
  certificate: recordId,
  issuer: identifier,
  type: word,
  /** Issued as it is; attested from a register, never as originally signed; taken over from another province. */
  provenance: z.enum(['issued', 'register', 'transfer']),
  /** How many states it has had: a decision takes the next number. */
  states: z.int().min(1),
  /** As the ledger has it now. */
  state: word.or(z.string()),
  /** What the province said when it set the certificate aside. */
  text: z.exactOptional(z.string()),
  credential: document,
  /** Opens the ledger's commitment. */
  opening,
  receipt: z.exactOptional(receipt),
});
export const certificateList = z.strictObject({ certificates: z.array(certificateView) });
/** `warnings`: what who oversees the issuer will ask about. */
export const issuedAnswer = z.strictObject({ certificate: recordId, receipt, warnings: z.array(z.string()) });

/** Certificates that are judged together, for one purpose; `item` is the caller's own name of each. */
export const verificationBatchRequest = z.strictObject({
  purpose: plainText(200),
  items: z
    .array(z.strictObject({ item: recordId, credential: document }))
    .min(1)
    .max(100)
    .refine((items) => new Set(items.map(({ item }) => item)).size === items.length, 'items'),
});
export const verificationBatchAnswer = z.strictObject({
  items: z.array(
    z.discriminatedUnion('valid', [
      /** `receipt` went to the issuing province as well; the citizen finds it there. */
      z.strictObject({
        item: recordId,
        valid: z.literal(true),
        receipt: recordId,
        claims: document,
        warnings: z.exactOptional(z.array(z.string())),
      }),
      z.strictObject({ item: recordId, valid: z.literal(false), code: z.string() }),
    ]),
  ),
  valid: z.int().min(0),
});

/** Which members a QR code shows, and for how many minutes it is good: a day at most. */
export const certificateCodeRequest = z.strictObject({
  claims: z.array(z.string().max(64)).min(1).max(8),
  minutes: z.int().min(1).max(1440),
});
export const certificateCodeAnswer = z.strictObject({
  /** What stands in the QR code: docs/formats/certificate-code.md. */
  code: z.string(),
  /** The QR code as SVG. */
  image: z.string(),
  /** When the province looked the status up. */
  statusAsOf: instant,
  expires: instant,
});

/** What a holder's request for a claim with only some members says; `attestation` shows whose the other identifier is. */
export const derivationRequest = z.strictObject({
  derivation: recordId,
  verifier: identifier,
  claims: z.array(z.string().max(64)).min(1).max(16),
  attestation: signed(attestation),
});
export const derivation = z.strictObject({
  derivation: recordId,
  certificate: recordId,
  type: word,
  /** The holder's identifier towards the verifier. */
  subject: identifier,
  verifier: identifier,
  claims: z.array(z.string()),
  requestedAt: instant,
  credential: z.exactOptional(document),
});
export const derivationList = z.strictObject({ derivations: z.array(derivation) });
export const derivedCredential = z.strictObject({ credential: document });

/** A copy of a certificate for a wallet's key that waits for its issuer: what the issuer puts its proofs to. */
export const copyRequest = z.strictObject({
  copy: recordId,
  certificate: recordId,
  format: z.enum(credentialFormats),
  unsigned: document,
});
export const copyRequests = z.strictObject({ copies: z.array(copyRequest) });
export const signedCopy = z.strictObject({
  copy: recordId,
  certificate: recordId,
  credential: z.union([document, z.string().max(65_536)]),
});
export const copyAnswer = z.strictObject({ copy: recordId });

/** An offer to a wallet of any make (OpenID4VCI); the transaction code goes to the holder another way than the link. */
export const offerRequest = z.strictObject({ certificate: recordId });
/** A wallet that asked through a browser: the holder decides which certificate it gets, if any. */
export const authorisationDecision = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('approve'), certificate: recordId }),
  z.strictObject({ decision: z.literal('refuse') }),
]);
export const walletAuthorisation = z.strictObject({
  request: z.string(),
  client: z.string(),
  redirectUri: z.string(),
  type: word,
  expires: instant,
});
export const decidedAnswer = z.strictObject({ location: z.string() });

export const offerAnswer = z.strictObject({
  link: z.string(),
  transactionCode: z.string().regex(/^\d{6}$/),
  expires: instant,
});

/** A verifier asks for certificates of these types; `claims` are members of the subject, all of them when there are none. */
export const presentationAsking = z.strictObject({
  purpose: plainText(200),
  credentials: z
    .array(
      z.strictObject({
        type: word,
        claims: z.array(z.string().max(64)).max(16),
        format: z.enum(credentialFormats).default('ldp_vc'),
      }),
    )
    .min(1)
    .max(4),
  mode: z.enum(responseModes),
  /** How the verifier is named to the wallet: by the ledger, or by its key alone to wallets that do not know the ledger. */
  identifiedBy: z.enum(['did:renxin', 'did:key']).default('did:renxin'),
  /** Where the holder's browser goes on, on the same device. */
  returnTo: z.exactOptional(z.string().max(2048)),
});
export const presentationAsked = z.strictObject({
  request: z.string(),
  link: z.string(),
  expires: instant,
});
export const resultRequest = z.strictObject({ responseCode: z.exactOptional(z.string().max(64)) });
const shownCredential = z.strictObject({
  /** The certificate's type. */
  type: z.string(),
  issuer: identifier,
  claims: document,
  provenance: z.enum(['issued', 'register', 'transfer']),
});
export const presentationResult = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('waiting') }),
  z.strictObject({ outcome: z.literal('expired') }),
  z.strictObject({ outcome: z.literal('declined') }),
  z.strictObject({ outcome: z.literal('refused'), code: z.string() }),
  z.strictObject({
    outcome: z.literal('shown'),
    at: instant,
    /** By the query's names: `c0`, `c1`, … */
    credentials: z.record(z.string(), shownCredential),
  }),
]);

/** The holder signs where to; the province decides with its own signature. */
export const transferOutRequest = signed(messages.transferOut);
export const cancellationRequest = signed(messages.cancellation);

/** What an official of the province decides; the province's gateway signs it. */
export const decisionRequest = z.discriminatedUnion('decision', [
  z.strictObject({ decision: z.literal('suspend'), reason: word }),
  z.strictObject({ decision: z.literal('reinstate'), reason: word }),
  /** 其他: `text` says which state it is; it stays with the province. */
  z.strictObject({ decision: z.literal('set-aside'), reason: word, text: plainText(200) }),
  z.strictObject({ decision: z.literal('take-up'), reason: word }),
  /** Its day is over: this makes it seen. */
  z.strictObject({ decision: z.literal('expire') }),
  /** It has lapsed; at the holder's request there is another route. */
  z.strictObject({ decision: z.literal('cancel') }),
  z.strictObject({ decision: z.literal('revoke'), ground: z.enum(['annulled', 'withdrawn']), reason: word }),
  z.strictObject({ decision: z.literal('withdraw-transfer'), reason: word }),
]);
export const decisionAnswer = z.strictObject({ certificate: recordId, state: z.string(), receipt });

export const recognitionRequest = z.strictObject({
  recognition: recordId,
  of: identifier,
  type: word,
  levels: z.exactOptional(z.array(word).min(1).max(16)),
  from: date,
  until: date,
});
export const recognitionAnswer = z.strictObject({ recognition: recordId, receipt });

/** From a day on that is today or later. */
export const recognitionWithdrawalRequest = z.strictObject({ from: date, reason: word });

/** Whether this organisation recognises a province's certificates of a type today, by its own word or the ministry's. */
export const standingRecognitionAnswer = z.discriminatedUnion('recognised', [
  z.strictObject({ recognised: z.literal(true), recognition: recordId }),
  z.strictObject({ recognised: z.literal(false), reason: z.string() }),
]);

export const challengeAnswer = z.strictObject({ challenge: z.string(), domain: z.string() });

/** A presentation, judged now, or as of a past time. */
export const presentationRequest = z.strictObject({
  presentation: document,
  asOf: z.exactOptional(instant),
});

/** What was found: only of what holds; anything else is refused with its reason. */
export const verificationAnswer = z.strictObject({
  valid: z.literal(true),
  asOf: instant,
  /** The claims that were shown. */
  claims: document,
  provenance: z.enum(['issued', 'register', 'transfer']),
  /** What is good by every rule and still to be asked about: `NO_PROCESS_EVENT`. */
  warnings: z.exactOptional(z.array(z.string())),
  receipt: z.strictObject({ body: verificationReceipt, signature }),
});

/** Everything of one person at one province, for the person itself. */
export const personRequest = z.strictObject({
  attestation: signed(attestation),
  query: signed(personalQuery),
});
export const personSummary = z.strictObject({
  certificate: recordId,
  type: word,
  state: z.string(),
  issuedOn: date,
  digest,
});
/** What the province's own system holds and nobody put on the ledger: the province's word, not anchored. */
export const heldByProvince = z.strictObject({
  type: word,
  issuedOn: date,
  validUntil: z.exactOptional(date),
  /** 证照状态 01 to 07 and 99, as the province's system has it. */
  nationalState: z.exactOptional(z.string().regex(/^\d{2}$/)),
  anchored: z.literal(false),
});
export const personAnswer = z.strictObject({
  province: identifier,
  certificates: z.array(personSummary),
  /** Whether the province's own system was asked; left out where it is not connected. */
  register: z.exactOptional(z.enum(['asked', 'unavailable'])),
  held: z.exactOptional(z.array(heldByProvince)),
  /** Rows of its system that are there and cannot be told. */
  unreadable: z.exactOptional(z.int().min(1)),
  /** The identifier that the province reserved for this person, until the person has it. */
  reserved: z.exactOptional(identifier),
});
/** The identity authority's words about a reserved identifier: whose it is, and which key it is to have. */
export const reservedRequest = z.strictObject({
  attestation: signed(attestation),
  binding: registryMessages.binding,
});
/** The province's signature over the binding. */
export const reservedAnswer = z.strictObject({ reserved: signature });
/**
 * The answers of all provinces; who did not answer is named in `missing`. `partial` as well when a province's own system
 * gave no whole answer.
 */
export const nationalAnswer = z.strictObject({
  partial: z.boolean(),
  missing: z.array(identifier),
  results: z.array(personAnswer),
});

export type PersonAnswer = z.infer<typeof personAnswer>;
export type CertificateView = z.infer<typeof certificateView>;
export type PresentationResult = z.infer<typeof presentationResult>;
export type WalletAuthorisation = z.infer<typeof walletAuthorisation>;
export type CopyRequest = z.infer<typeof copyRequest>;
export type OfferAnswer = z.infer<typeof offerAnswer>;
export type Derivation = z.infer<typeof derivation>;
export type VerificationAnswer = z.infer<typeof verificationAnswer>;
