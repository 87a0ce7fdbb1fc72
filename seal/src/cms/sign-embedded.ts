import { constructed, membersOf, octetsOf, readDer, TAG } from '../asn1/index.js';
import { ATTRIBUTE_ACTIVATION, ATTRIBUTE_SHOWN, ATTRIBUTE_TIME_STAMP_TOKEN, ID_DATA } from '../asn1/oids.js';
import { explicit, octetString, sequence, setOf, utf8String } from '../asn1/write.js';
import { sameKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import { readCertificate } from '../x509/index.js';
import { carriedMaterial } from './carried.js';
import { CmsError } from './error.js';
import { attribute, makeSignedData, type Dialect } from './make.js';

/** What a signature inside a document says beside it; each is optional and none is personal. */
export interface EmbeddedClaims {
  /** Digest (32 bytes) of what was shown to the signer. */
  readonly shown?: Uint8Array;
  /** What activated the key for this signature: a name or digest that means nothing to strangers. */
  readonly activation?: string;
}

/**
 * A detached CMS signature for a place inside a document: the attributes of CAdES that PAdES asks for (ETSI EN 319 142-1
 * 6.3: content type, message digest, the signing certificate; no signing time) and the certificates up to, but without,
 * the root. Revocation lists stand in a PDF itself; an OFD has no place for them, and they are carried here.
 * @param request.digest of what is signed, with the hash function of the signer's key
 * @returns DER of ContentInfo
 * @throws CmsError SIGNER_KEY_MISMATCH, DIGEST_LENGTH, ATTRIBUTE; DerError for a certificate that cannot be read
 */
export async function signEmbedded(request: {
  readonly digest: Uint8Array;
  readonly signer: CertificateSigner;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly claims?: EmbeddedClaims;
  readonly dialect?: Dialect;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}): Promise<Uint8Array> {
  const { signer, digest, dialect = 'RFC 5652' } = request;
  const certificate = readCertificate(request.certificate);
  if (!sameKey(certificate.key, signer.key) || (dialect === 'GM/T 0010' && signer.key.algorithm !== 'SM2'))
    throw new CmsError('SIGNER_KEY_MISMATCH');
  if (digest.length !== 32) throw new CmsError('DIGEST_LENGTH');
  return makeSignedData({
    contentType: ID_DATA,
    content: undefined,
    digest,
    attributes: claimAttributes(request.claims ?? {}),
    signer,
    certificate,
    ...carriedMaterial(certificate, request.chain, request.crls ?? []),
    activation: request.activation,
    provider: request.provider,
    dialect,
  });
}

function claimAttributes({ shown, activation }: EmbeddedClaims): Uint8Array[] {
  if ((shown !== undefined && shown.length !== 32) || activation === '' || (activation?.length ?? 0) > 128)
    throw new CmsError('ATTRIBUTE');
  return [
    ...(shown === undefined ? [] : [attribute(ATTRIBUTE_SHOWN, octetString(shown))]),
    ...(activation === undefined ? [] : [attribute(ATTRIBUTE_ACTIVATION, utf8String(activation))]),
  ];
}

/**
 * The octets of the signature in a CMS with one signer: what a time-stamp over the signature covers (RFC 3161 appendix A).
 * @throws DerError
 */
export function signatureOctetsOf(cms: Uint8Array): Uint8Array {
  return parts(cms).signature;
}

/**
 * The CMS with a time-stamp token beside its signature, as an unsigned attribute; what is signed stays as it is.
 * @param token DER of the token alone, without the response around it
 * @throws DerError
 */
export function withTimeStamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  const { type, members, signer } = parts(cms);
  const unsigned = setOf([attribute(ATTRIBUTE_TIME_STAMP_TOKEN, token)], constructed(1));
  const signerInfo = sequence(...signer, unsigned);
  return sequence(type, explicit(0, sequence(...members, setOf([signerInfo]))));
}

/** The pieces of a CMS with one signer that has no unsigned attributes yet. */
function parts(cms: Uint8Array) {
  const outer = membersOf(readDer(cms));
  const type = outer.next(TAG.oid).encoded;
  const signedData = membersOf(membersOf(outer.next(constructed(0)), constructed(0)).next(TAG.sequence));
  const members: Uint8Array[] = [];
  let last = signedData.any();
  for (; !signedData.done; last = signedData.any()) members.push(last.encoded);
  const infos = membersOf(last, TAG.set);
  const info = membersOf(infos.next(TAG.sequence));
  infos.end();
  const signer: Uint8Array[] = [];
  let signature = info.any();
  for (; ; signature = info.any()) {
    signer.push(signature.encoded);
    if (signature.tag === TAG.octetString) break;
  }
  info.end();
  return { type, members, signer, signature: octetsOf(signature) };
}
