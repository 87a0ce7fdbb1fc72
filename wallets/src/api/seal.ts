import {
  digest,
  identifier,
  instant,
  recordId,
  sealRecordMessages as messages,
  word,
} from '@renxin/chaincode/messages';
import { z } from 'zod';
import { bytes, opening, receipt, signed } from './labor-contract.js';

/** What owners of e-seals, deciding organisations and the gateway say to each other: one schema for both ends. */

const line = z.string().regex(/^\S{1,8}$/);
const text = z.string().min(1).max(200);

/** What the seal shows: drawn from its name, or a picture that is handed in (PNG, millimetres). */
export const sealDesign = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('round'), line: z.exactOptional(line) }),
  z.strictObject({ kind: z.literal('square') }),
  z.strictObject({
    kind: z.literal('picture'),
    png: z.base64url().max(350_000),
    width: z.int().min(10).max(60),
    height: z.int().min(10).max(60),
  }),
]);

/** Who applies for the organisation (经办人), and SM3 of what authorises it (授权书). */
export const sealAgent = z.strictObject({
  name: z.string().min(1).max(40),
  staff: word,
  authorisation: digest,
});

export const sealApplicationRequest = z.strictObject({
  application: signed(messages.application),
  agent: sealAgent,
  /** Opens `application.body.agent`: SM3 of the agent's canonical JSON. */
  opening,
  /** DER of the certificate that is to seal with it. */
  certificate: bytes,
  design: sealDesign,
});

/** Who decides in the deciding organisation (审批人), and why. */
export const sealDecisionRequest = z.strictObject({
  decision: z.enum(['approve', 'reject']),
  official: word,
  grounds: text,
});

export const sealMakingRequest = z.strictObject({ official: word });

const changeKind = z.enum(['activate', 'suspend', 'resume', 'revoke']);
/** By the owner, with its own signature. */
export const sealChangeRequest = z.strictObject({ kind: changeKind, change: signed(messages.sealChange) });
/** By the deciding organisation, which signs itself. */
export const sealSupervisionRequest = z.strictObject({
  kind: changeKind.exclude(['activate']),
  official: word,
  reason: word,
});

/** What opens the commitments of a use; absent members stay the owner's own matter. */
export const sealUseDetails = z.strictObject({
  /** What was, or was to be, sealed: a name for people. */
  title: text,
  /** SM3 of it. */
  document: digest,
  /** Pages and position of the stamp, or where the signature stands. */
  place: text,
  /** Who used it, on whose authority. */
  authority: text,
});
export const sealUseRequest = z.strictObject({
  use: signed(messages.sealUse),
  details: sealUseDetails,
  openings: z.strictObject({
    document: opening,
    place: opening,
    authority: opening,
    signature: z.exactOptional(opening),
  }),
});

const datedState = z.strictObject({
  state: z.string(),
  at: instant,
  by: identifier,
  reason: z.exactOptional(word),
});

/** A seal as the gateway shows it to its owner and to who decides. */
export const sealView = z.strictObject({
  seal: recordId,
  owner: identifier,
  name: z.string(),
  type: word,
  /** Now, with its period counted: docs/formats/seal-record.md. */
  state: z.string(),
  states: z.array(datedState),
  changes: z.int(),
  agent: sealAgent,
  decided: z.exactOptional(z.strictObject({ official: word, grounds: z.string() })),
  predecessor: z.exactOptional(recordId),
  /** Who confirms its uses, two at a time. */
  officers: z.exactOptional(z.array(word)),
  replacedBy: z.exactOptional(recordId),
  made: z.exactOptional(
    z.strictObject({ esId: z.string(), sm3: digest, validFrom: instant, validUntil: instant }),
  ),
  /** PNG as it will look or looks, with its size in millimetres. */
  picture: z.strictObject({ png: z.base64url(), width: z.int(), height: z.int() }),
});
/** What officers of the deciding organisation confirm before a seal is made: docs/formats/activation.md. */
export const sealToConfirm = z.strictObject({
  /** SM3 of the maker's SubjectPublicKeyInfo. */
  key: digest,
  /** DER of SES_SealInfo: what will be signed, for the officer to look at. */
  info: z.base64url(),
  purpose: z.string(),
  /** Who may confirm, and who did. */
  officers: z.array(word),
  confirmed: z.array(word),
});
export const sealConfirmationRequest = z.strictObject({
  officer: word,
  at: instant,
  /** Over the canonical JSON of docs/formats/activation.md. */
  signature: bytes,
});
export const sealAnswer = z.strictObject({
  seal: sealView,
  receipt: z.exactOptional(receipt),
  /** Set while the making of an official seal waits for its confirmations. */
  toConfirm: z.exactOptional(sealToConfirm),
});
export const sealList = z.strictObject({ seals: z.array(sealView) });

/** One line of the use log (用印记录). */
export const sealUseView = z.strictObject({
  use: recordId,
  outcome: z.enum(['sealed', 'refused']),
  reason: z.exactOptional(word),
  at: instant,
  recordedAt: instant,
  details: sealUseDetails,
});
export const sealUseAnswer = z.strictObject({ use: sealUseView, receipt });
export const sealUseList = z.strictObject({ uses: z.array(sealUseView) });

export const sealStateAnswer = z.strictObject({ seal: recordId, at: instant, state: z.string().nullable() });

export type SealDesignRequest = z.infer<typeof sealDesign>;
export type SealAgent = z.infer<typeof sealAgent>;
export type SealApplicationRequest = z.infer<typeof sealApplicationRequest>;
export type SealUseDetails = z.infer<typeof sealUseDetails>;
export type SealToConfirm = z.infer<typeof sealToConfirm>;
export type SealView = z.infer<typeof sealView>;
export type SealUseView = z.infer<typeof sealUseView>;
