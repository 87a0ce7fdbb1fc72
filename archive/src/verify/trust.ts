import {
  canonical,
  canonicalBytes,
  fromBase64url,
  parseCanonical,
  toBase64url,
  toHex,
} from '@renxin/chaincode/canonical';
import {
  assertionKey,
  date,
  digest,
  identifier,
  instant,
  isSignatureBytes,
  publicKey,
  recordId,
  region,
  signature,
  word,
} from '@renxin/chaincode/messages';
import { fabricAnchor, type LedgerTrust } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import { z } from 'zod';

/**
 * The trust file: what a verifier believes before it looks at anything. Signed and dated by whoever answers for it, its
 * fingerprint (SM3 of the signer's point, hexadecimal) shown wherever it is used. See docs/formats/trust-file.md.
 */
const standing = z.enum(['licensed', 'test']);

/** base64 (with padding) of DER, as in PEM without line breaks. */
const certificate = z.base64();

/** A verifier key of a note and its time in force: `until` is set when it was replaced or revoked. */
const noteKeyPeriod = { key: z.string(), from: instant, until: z.exactOptional(instant) };

/** An evidence log: whose it is, with which keys it signs, and whose cosignatures count. docs/formats/evidence-log.md */
const logTrust = z.strictObject({
  origin: z.string().min(1),
  operator: z.string().min(1),
  hash: z.enum(['SHA-256', 'SM3']),
  keys: z.array(z.strictObject(noteKeyPeriod)).min(1),
  witnesses: z.array(z.strictObject({ ...noteKeyPeriod, operator: z.string().min(1) })),
  quorum: z.int().min(1),
  standing,
});

/** A key with its time in force, `from` inclusive and `until` exclusive, as the ledger has it. */
const dated = { sequence: z.int().min(1), from: instant, until: z.exactOptional(instant) };

/** An organisation that issues credentials, or publishes their status: its keys and rights with their history. */
const states = z.array(z.strictObject({ state: z.enum(['active', 'suspended']), at: instant })).min(1);

const issuer = z.strictObject({
  id: identifier,
  name: z.string(),
  role: z.string(),
  region,
  standing,
  keys: z.array(z.strictObject({ ...dated, key: publicKey })).min(1),
  assertionKeys: z.array(z.strictObject({ ...dated, key: assertionKey })),
  states,
  accreditations: z.array(
    z.strictObject({
      id: recordId,
      type: word,
      regions: z.array(region).min(1),
      from: date,
      until: date,
      withdrawnFrom: z.exactOptional(date),
      /** Its own suspensions and their ends. */
      states: z.exactOptional(states),
      /** The accreditation of a province, in this file, under which that province gave it: good while that one is. */
      under: z.exactOptional(recordId),
    }),
  ),
});

/** A rule by which a province, or the ministry for all, recognises another province's certificates. */
const recognition = z.strictObject({
  id: recordId,
  by: identifier,
  of: identifier,
  type: word,
  levels: z.exactOptional(z.array(word).min(1)),
  from: date,
  until: date,
  withdrawnFrom: z.exactOptional(date),
});

const believed = {
  schema: z.literal(1),
  ledger: identifier,
  issuedAt: instant,
  /** Until when a verifier may rely on it. */
  validUntil: instant,
  issuer: z.strictObject({ id: identifier, name: z.string(), key: publicKey }),
  /** Root certificates, each for a use. */
  certificateAuthorities: z.array(
    z.strictObject({
      name: z.string(),
      certificate,
      /** Its CRL when the file was made: a verifier without a network knows by it what was revoked until then. */
      revocationList: z.exactOptional(certificate),
      uses: z.array(z.enum(['person', 'organisation', 'time-stamp', 'seal-maker'])).min(1),
      standing,
      /** Who runs it: names that differ count as independent operators. Absent when it is nobody's word but the issuer's. */
      operator: z.exactOptional(z.string().min(1)),
    }),
  ),
  /** Registry keys of organisations, for bundles that they sign. */
  organisations: z.array(z.strictObject({ id: identifier, name: z.string(), key: publicKey, standing })),
  /** Evidence logs that are known. */
  logs: z.exactOptional(z.array(logTrust)),
  /** Who may issue credentials, as the ledger had it at `issuedAt`. Files from before it have none. */
  issuers: z.exactOptional(z.array(issuer)),
  /** Whose certificates count where, as the ledger had it then. */
  recognitions: z.exactOptional(z.array(recognition)),
  /** `issuers` and `recognitions` are what the ledger knew at this time, before `issuedAt`: nothing later is in them. */
  asOf: z.exactOptional(instant),
};

/** Of an embedded ledger. */
const embeddedTrust = z.strictObject({
  ...believed,
  /** Who may sign headers of the ledger, and since when. */
  operators: z.array(
    z.strictObject({
      name: z.string(),
      key: publicKey,
      from: instant,
      until: z.exactOptional(instant),
      standing,
    }),
  ),
  /** Hash of the header of block 0, which holds the founding record. */
  genesis: digest,
});

/** Of a Fabric channel: whose endorsements and blocks count. */
const fabricTrust = z
  .strictObject({ ...believed, fabric: z.strictObject({ anchor: fabricAnchor, standing }) })
  .refine(({ ledger, fabric }) => fabric.anchor.channel === ledger);

export const trust = z.union([embeddedTrust, fabricTrust]);

/** The signature is over the canonical bytes of `trust`. */
export const trustFile = z.strictObject({ kind: z.literal('renxin-trust-file'), trust, signature });

export type Trust = z.infer<typeof trust>;
export type EmbeddedTrust = z.infer<typeof embeddedTrust>;
export type FabricTrust = z.infer<typeof fabricTrust>;
export type Issuer = z.infer<typeof issuer>;
export type TrustFile = z.infer<typeof trustFile>;

/** The part of a trust file about its ledger, as a wallet takes it. */
export function ledgerTrustOf(content: Trust): LedgerTrust {
  if ('fabric' in content) return { anchor: content.fabric.anchor };
  return { operators: content.operators.map(({ key }) => key), genesis: content.genesis };
}

export type TrustCode = 'TRUST_MALFORMED' | 'TRUST_SIGNATURE';

/** A trust file that cannot be relied on. */
export class TrustError extends Error {
  readonly code: TrustCode;
  constructor(code: TrustCode, options?: ErrorOptions) {
    super(code, options);
    this.name = 'TrustError';
    this.code = code;
  }
}

/** A trust file whose form and signature hold. Whether its issuer is the right one only the fingerprint tells. */
export interface OpenedTrust {
  readonly trust: Trust;
  /** SM3 of the signer's point, hexadecimal. */
  readonly fingerprint: string;
}

/** The canonical bytes of a trust file, signed by `signer`, whose key must be the issuer's. */
export async function signTrust(content: Trust, signer: Signer, activation: Activation): Promise<Uint8Array> {
  const checked = trust.parse(content);
  if (canonical(signer.key) !== canonical(checked.issuer.key)) throw new TrustError('TRUST_SIGNATURE');
  const { algorithm } = signer.key;
  const bytes = await signer.sign({ algorithm, message: canonicalBytes(checked), activation });
  return canonicalBytes({ kind: 'renxin-trust-file', trust: checked, signature: toBase64url(bytes) });
}

/**
 * Reads a trust file and checks its signature with the key that it names. The period (`issuedAt`, `validUntil`) is
 * checked where it is used, against the caller's clock.
 * @throws TrustError TRUST_MALFORMED, TRUST_SIGNATURE
 */
export function openTrust(bytes: Uint8Array, provider: CryptoProvider): OpenedTrust {
  const file = parseTrustFile(bytes);
  const { key } = file.trust.issuer;
  const point = fromBase64url(key.point);
  const signed = fromBase64url(file.signature);
  if (point === undefined || signed === undefined || !isSignatureBytes(key.algorithm, signed)) {
    throw new TrustError('TRUST_SIGNATURE');
  }
  if (!provider.verify(key, canonicalBytes(file.trust), signed)) throw new TrustError('TRUST_SIGNATURE');
  return { trust: file.trust, fingerprint: toHex(provider.hash('SM3', point)) };
}

function parseTrustFile(bytes: Uint8Array): TrustFile {
  try {
    return trustFile.parse(parseCanonical(bytes));
  } catch (error) {
    throw new TrustError('TRUST_MALFORMED', { cause: error });
  }
}
