import { fromBase64url } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { readCertificate, readRevocationList } from '@renxin/seal/verify';
import { sameBytes } from '../bundle/index.js';
import type { Examination } from './examination.js';
import { Fault, Undecided, type Finding, type Shown } from './examination.js';
import { openTrust, TrustError, type Trust } from './trust.js';

/** What the caller brings to every examination. */
export interface Context {
  readonly provider: CryptoProvider;
  /** The caller's present time. */
  readonly now: Date;
  /** ISO 8601: for which time the state is asked. */
  readonly asOf: string;
  /** How old a state may be, in days, seen from `asOf`; undefined: any age. */
  readonly maxAgeDays: number | undefined;
  /** The bytes of the trust file; undefined: nobody is believed. */
  readonly trust: Uint8Array | undefined;
  /** The only fingerprint that is accepted; undefined: it is shown and the caller compares. */
  readonly fingerprint: string | undefined;
}

type Anchor = Trust['certificateAuthorities'][number] & {
  readonly der: Uint8Array;
  /** DER of its CRL. */
  readonly list: Uint8Array | undefined;
};

/** A trust file that may be used now. */
export interface Belief {
  readonly trust: Trust;
  readonly fingerprint: string;
  readonly anchors: readonly Anchor[];
}

export type Believed = Shown<'trust-file', Belief>;
export type Use = Anchor['uses'][number];

/** The first step of every examination: whom to believe. Without it everything about trust stays unchecked. */
export function checkTrust(context: Context): Finding<Belief> {
  if (context.trust === undefined) throw new Undecided('TRUST_NOT_GIVEN');
  const { trust, fingerprint } = open(context.trust, context);
  const evidence = {
    fingerprint,
    issuer: trust.issuer.id,
    issuedAt: trust.issuedAt,
    validUntil: trust.validUntil,
  };
  if (context.fingerprint !== undefined && context.fingerprint !== fingerprint) {
    throw new Undecided('TRUST_FINGERPRINT', evidence);
  }
  const now = context.now.toISOString();
  if (now < trust.issuedAt) throw new Undecided('TRUST_NOT_YET_VALID', evidence);
  if (now > trust.validUntil) throw new Undecided('TRUST_EXPIRED', evidence);
  const anchors = trust.certificateAuthorities.map((each) => ({
    ...each,
    der: certificate(each.certificate),
    list: each.revocationList === undefined ? undefined : revocationList(each.revocationList),
  }));
  return { code: 'TRUST_OK', evidence, value: { trust, fingerprint, anchors } };
}

/** DER of the roots that are trusted for a use; undefined when nobody is believed. */
export function rootsFor(believed: Believed | undefined, use: Use): Uint8Array[] | undefined {
  return believed?.anchors.filter(({ uses }) => uses.includes(use)).map(({ der }) => der);
}

/** CRLs of the roots that are trusted for a use, as far as the trust file has them. */
export function listsFor(believed: Believed | undefined, use: Use): Uint8Array[] {
  const anchors = believed?.anchors.filter(({ uses }) => uses.includes(use)) ?? [];
  return anchors.flatMap(({ list }) => list ?? []);
}

/** Notes which anchor a chain rests on: its operator stands behind the result, and a test anchor limits what is claimed. */
export function restsOn(
  x: Examination,
  believed: Believed | undefined,
  root: Uint8Array | undefined,
): string | undefined {
  const anchor = believed?.anchors.find(({ der }) => root !== undefined && sameBytes(der, root));
  if (anchor === undefined) return undefined;
  if (anchor.operator !== undefined) x.operators.add(anchor.operator);
  if (anchor.standing === 'test') x.leavesOpen('NO_RELIABLE_SIGNATURE_CLAIM');
  return anchor.name;
}

function open(bytes: Uint8Array, context: Context): ReturnType<typeof openTrust> {
  try {
    return openTrust(bytes, context.provider);
  } catch (error) {
    // The artefact is not to blame for a bad trust file: nobody is believed.
    if (error instanceof TrustError) throw new Undecided(error.code);
    throw new Fault('STEP_ERROR', {}, { cause: error });
  }
}

/** base64 with padding, as in PEM, of a certificate that can be read. */
function certificate(text: string): Uint8Array {
  return readable(text, (der) => readCertificate(der).der);
}

/** The same of a CRL. */
function revocationList(text: string): Uint8Array {
  return readable(text, (der) => readRevocationList(der).der);
}

function readable(text: string, read: (der: Uint8Array) => Uint8Array): Uint8Array {
  const der = fromBase64url(text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''));
  if (der === undefined) throw new Undecided('TRUST_MALFORMED');
  try {
    return read(der);
  } catch (error) {
    throw new Undecided('TRUST_MALFORMED', {}, { cause: error });
  }
}
