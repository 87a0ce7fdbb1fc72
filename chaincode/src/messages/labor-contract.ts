import { z } from 'zod';
import { date, digest, identifier, instant, recordId, region, version, word } from './primitives.js';

/**
 * Messages of an electronic labor contract. Digests of documents stand here only as salted commitments
 * (docs/formats/commitment.md): nothing on the ledger says what a contract contains.
 */

const contract = recordId;
/** 0 is the contract itself; its amendments (劳动合同法 art. 35) count from 1. */
export const amendment = z.int().min(0).max(999);

/** `labor-contract.draft`, signed by the employer. */
export const draft = z.strictObject({
  contract,
  employer: identifier,
  /** The worker's identifier towards this employer (relation `employment`). */
  worker: identifier,
  region,
  /** A template's text is public, so its digest stands as it is. */
  template: z.strictObject({ id: word, version, sm3: digest }),
  /** Commitment to the canonical terms. */
  terms: digest,
  /** The certificate of the employer's licence, where this form of contract needs one. */
  licence: z.exactOptional(recordId),
  /** The contract that this one renews. */
  predecessor: z.exactOptional(recordId),
});

/** `labor-contract.disclose`, signed by the worker: what was told before signing (指引 art. 6). */
export const disclosure = z.strictObject({ contract, text: word, version, sm3: digest, at: instant });

/** `labor-contract.revise`, signed by the employer: the next version of the terms. */
export const revision = z.strictObject({ contract, version, terms: digest });

/** `labor-contract.lock`, signed by the employer: the bytes that both will sign. */
export const lock = z.strictObject({ contract, version, document: digest });

/**
 * What each party signs to conclude (amendment 0) or to amend (1, 2, ...): in the same activation as the CMS signature
 * whose commitment it carries, with the same key.
 */
export const partySignature = z.strictObject({
  contract,
  amendment,
  version,
  role: z.enum(['worker', 'employer']),
  party: identifier,
  /** Commitment to SM3 of the document. */
  document: digest,
  /** Commitment to the digests of the pages actually shown to this party. */
  shown: digest,
  /** Commitment to SM3 of this party's CMS signature over the document. */
  cms: digest,
  /** Commitment to the record of the identity proof that preceded. */
  identity: digest,
  /** What activated the key for this one signature (电子签名法 art. 13): a commitment. */
  activation: digest,
  /** The latest ledger header the signer had seen: the signature is not older than it. */
  notBefore: z.strictObject({ height: z.int().min(0), header: digest }),
  at: instant,
});

/** The parts of `conclude` and `amend` that need no signature of their own: the time-stamps over document and signatures. */
export const timestamps = z.strictObject({
  /** Commitment to SM3 of the signed-contract record (digests of the document and of both signatures). */
  signed: digest,
  /** Commitment to SM3 of each RFC 3161 token over that record. */
  tokens: z.array(digest).min(1).max(4),
  at: instant,
});

/** `labor-contract.deliver`, signed by the employer: the worker was told and can fetch the contract (指引 art. 10). */
export const delivery = z.strictObject({
  contract,
  amendment,
  channel: z.enum(['app', 'sms', 'e-mail']),
  at: instant,
});

/** `labor-contract.acknowledge`, signed by the worker: received, at this document. */
export const acknowledgement = z.strictObject({
  contract,
  amendment,
  document: digest,
  at: instant,
});

/** `labor-contract.decline` (worker) or `labor-contract.withdraw` (employer), before it is concluded. */
export const refusal = z.strictObject({ contract, version, party: identifier, reason: digest, at: instant });

/** Grounds in the Labor Contract Law (劳动合同法): dissolution 36-41, termination 44. */
export const ground = z.enum([
  '36',
  '37',
  '38',
  '39',
  '40',
  '41',
  '44.1',
  '44.2',
  '44.3',
  '44.4',
  '44.5',
  '44.6',
]);

/** `labor-contract.dissolve`: signed by both (36), by the worker (37, 38) or by the employer (39, 40, 41, 44). */
export const dissolution = z.strictObject({
  contract,
  ground,
  /** The last day of the contract. */
  on: date,
  /** Commitment to the data of the certificate that the employer must issue (实施条例 art. 24). */
  certificate: digest,
  at: instant,
});

/** `labor-contract.hold` and `.release`, signed by an arbitration commission or a court: no disposal while a case is open. */
export const hold = z.strictObject({ contract, by: identifier, case: digest, at: instant });

/** `labor-contract.dispose`, signed by the employer, when retention is over (劳动合同法 art. 50). */
export const disposal = z.strictObject({ contract, at: instant });

/** `labor-contract.export`, signed by the organisation that hands a bundle out: what, to whom (a commitment), why. */
export const bundleExport = z.strictObject({
  contract,
  bundle: digest,
  by: identifier,
  purpose: z.enum(['party', 'arbitration', 'court', 'archive']),
  at: instant,
});

/** Hand-overs of one bundle, counted from 1. */
export const handOverNumber = z.int().min(1).max(32);

/**
 * `labor-contract.hand-over`, signed by who hands the same bundle on and by who receives it.
 */
export const handOver = z.strictObject({
  contract,
  /** The commitment with which the bundle's export was recorded. */
  bundle: digest,
  /** Commitment to SM3 of the bundle's bytes, the same in every hand-over of it. */
  file: digest,
  number: handOverNumber,
  from: identifier,
  to: identifier,
  purpose: z.enum(['arbitration', 'court']),
  /** Commitment to the number of the receiver's case. */
  case: digest,
  at: instant,
});

export type Draft = z.infer<typeof draft>;
export type Disclosure = z.infer<typeof disclosure>;
export type Revision = z.infer<typeof revision>;
export type Lock = z.infer<typeof lock>;
export type PartySignature = z.infer<typeof partySignature>;
export type Timestamps = z.infer<typeof timestamps>;
export type Delivery = z.infer<typeof delivery>;
export type Acknowledgement = z.infer<typeof acknowledgement>;
export type Refusal = z.infer<typeof refusal>;
export type Ground = z.infer<typeof ground>;
export type Dissolution = z.infer<typeof dissolution>;
export type Hold = z.infer<typeof hold>;
export type Disposal = z.infer<typeof disposal>;
export type BundleExport = z.infer<typeof bundleExport>;
export type HandOver = z.infer<typeof handOver>;
