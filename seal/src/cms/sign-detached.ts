import { fromBase64url } from '@renxin/chaincode/canonical';
import { sameKey } from '../crypto/certificate-key.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, CertificateSigner } from '../signer/signer.js';
import {
  ATTRIBUTE_ACTIVATION,
  ATTRIBUTE_CHECKPOINT,
  ATTRIBUTE_SHOWN,
  ATTRIBUTE_SIGNING_TIME,
  ID_DATA,
} from '../asn1/oids.js';
import { integer, octetString, sequence, utf8String, x509Time } from '../asn1/write.js';
import { readCertificate, SUITE } from '../x509/index.js';
import { carriedMaterial } from './carried.js';
import { CmsError } from './error.js';
import { attribute, makeSignedData } from './make.js';

/** The latest ledger header that the signer had seen: the signature is not older than it. */
export interface Checkpoint {
  readonly ledger: string;
  readonly height: number;
  /** Hash of the header, base64url. */
  readonly header: string;
}

/** What the signature says beside the document: docs/formats/document-signature.md. */
export interface DocumentAttributes {
  /** The signer's own clock, whole seconds; a claim, never proof. */
  readonly signingTime: Date;
  readonly checkpoint: Checkpoint;
  /** Digest (32 bytes) of what was shown to the signer. */
  readonly shown: Uint8Array;
  /** What activated the key for this signature: a name or digest that means nothing to strangers. */
  readonly activation: string;
}

/** A document, or its digest with the hash function of the signer's key (SM3 for SM2, SHA-256 for P-256 and RSA). */
export type DocumentOrDigest = Uint8Array | { readonly digest: Uint8Array };

/**
 * A detached CMS signature (RFC 5652) over a document: SM2 with SM3, ECDSA P-256 or RSA with SHA-256, by the kind of key.
 * `chain` and `crls` may hold more than is needed; only what a verifier uses is carried (`carriedMaterial`).
 * @returns DER of ContentInfo
 * @throws CmsError SIGNER_KEY_MISMATCH, DIGEST_LENGTH, ATTRIBUTE; DerError for a certificate or CRL that cannot be read
 */
export async function signDetached(request: {
  readonly document: DocumentOrDigest;
  readonly signer: CertificateSigner;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly signedAttributes: DocumentAttributes;
  readonly activation: Activation;
  readonly provider: CryptoProvider;
}): Promise<Uint8Array> {
  const { signer, provider } = request;
  const certificate = readCertificate(request.certificate);
  if (!sameKey(certificate.key, signer.key)) throw new CmsError('SIGNER_KEY_MISMATCH');
  return makeSignedData({
    contentType: ID_DATA,
    content: undefined,
    digest: digestOf(request.document, signer, provider),
    attributes: documentAttributes(request.signedAttributes),
    signer,
    certificate,
    ...carriedMaterial(certificate, request.chain, request.crls),
    activation: request.activation,
    provider,
  });
}

function digestOf(
  document: DocumentOrDigest,
  signer: CertificateSigner,
  provider: CryptoProvider,
): Uint8Array {
  if (document instanceof Uint8Array) return provider.hash(SUITE[signer.key.algorithm].hash, document);
  if (document.digest.length !== 32) throw new CmsError('DIGEST_LENGTH');
  return document.digest;
}

/** DER of the attributes that stand in every document signature. @throws CmsError ATTRIBUTE */
export function documentAttributes({
  signingTime,
  checkpoint,
  shown,
  activation,
}: DocumentAttributes): Uint8Array[] {
  const header = fromBase64url(checkpoint.header);
  const { ledger, height } = checkpoint;
  const sound = header?.length === 32 && shown.length === 32 && Number.isSafeInteger(height) && height >= 0;
  if (!sound || ledger === '' || activation === '' || activation.length > 128)
    throw new CmsError('ATTRIBUTE');
  return [
    attribute(ATTRIBUTE_SIGNING_TIME, x509Time(signingTime)),
    attribute(ATTRIBUTE_CHECKPOINT, sequence(utf8String(ledger), integer(height), octetString(header))),
    attribute(ATTRIBUTE_SHOWN, octetString(shown)),
    attribute(ATTRIBUTE_ACTIVATION, utf8String(activation)),
  ];
}
