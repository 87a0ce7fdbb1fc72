import { AsnConvert } from '@peculiar/asn1-schema';
import { SM2_WITH_SM3 } from '../asn1/oids.js';
import { carriedMaterial } from '../cms/carried.js';
import { signatureToDer } from '../crypto/der.js';
import type { CryptoProvider } from '../crypto/provider.js';
import type { Activation, Signer } from '../signer/signer.js';
import { activationExtension } from './carried.js';
import type { ExtensionData } from './extension-data.js';
import { SesSignature, SesTbsSign } from './schema.js';
import { readSeal } from './seal.js';
import { readSealSignature } from './seal-signature.js';
import { SealMakingError } from './seal-error.js';
import { isListed } from './signer-listed.js';
import { buffer, carriedExtensions, extensionDatas, signingCertificate, wholeSeconds } from './write-seal.js';

export interface SealingRequest {
  /** DER of SESeal. */
  readonly seal: Uint8Array;
  /** SM3 of what is sealed (32 bytes). */
  readonly dataHash: Uint8Array;
  /** Where that stands, ASCII; in an OFD the absolute path of Signature.xml. */
  readonly propertyInfo: string;
  /** The signer's own clock, cut to whole seconds. */
  readonly signedAt: Date;
  /** The signer's SM2 key and certificate (DER); the seal must list it. */
  readonly signer: Signer;
  readonly certificate: Uint8Array;
  /** Issuers and CRLs, DER; what a verifier needs of them is carried in the signature. */
  readonly chain?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly extensions?: readonly ExtensionData[];
  /** Its `id` stands in the signature. */
  readonly activation: Activation;
  /**
   * Asks a time-stamp authority for a token (RFC 3161) over the signature value. When it answers undefined the signature
   * has no trusted time yet; {@link addTimeStamp} makes up for it.
   */
  readonly timeStamp?: (signatureValue: Uint8Array) => Promise<Uint8Array | undefined>;
  readonly provider: CryptoProvider;
}

/**
 * Seals: a signature of GB/T 38540-2020 (V4) with an e-seal: docs/formats/seal-signature.md.
 * @returns DER of SES_Signature
 * @throws SealMakingError SIGNER_KEY_MISMATCH, SIGNER_NOT_SM2, SIGNER_NOT_IN_SEAL, DIGEST_LENGTH, SEAL_FIELD; DerError and
 *   SealVersionError for a seal, certificate or CRL that cannot be read
 */
export async function writeSealSignature(request: SealingRequest): Promise<Uint8Array> {
  const certificate = signingCertificate(request.certificate, request.signer);
  const seal = readSeal(request.seal);
  if (seal.version !== 4) throw new SealMakingError('SEAL_FIELD');
  if (!isListed(seal.info.signers, certificate.der, request.provider))
    throw new SealMakingError('SIGNER_NOT_IN_SEAL');
  if (request.dataHash.length !== 32) throw new SealMakingError('DIGEST_LENGTH');
  const carried = carriedMaterial(certificate, request.chain ?? [], request.crls ?? []);
  const toSign = AsnConvert.serialize(
    toBeSigned(request, [
      ...(request.extensions ?? []),
      activationExtension(activationId(request.activation)),
      ...carriedExtensions(carried.certificates.slice(1), carried.crls),
    ]),
  );
  const signed = await request.signer.sign({
    algorithm: 'SM2',
    message: new Uint8Array(toSign),
    activation: request.activation,
  });
  const value = signatureToDer(signed);
  const token = await request.timeStamp?.(value);
  return serialize({
    toSign,
    cert: buffer(certificate.der),
    signature: buffer(value),
    ...(token === undefined ? {} : { timeStamp: buffer(token) }),
  });
}

/**
 * Puts a token over the signature value into a signature that has none; the signature itself stays as it is.
 * @throws SealMakingError SEAL_FIELD when it has one, or is not V4; DerError, SealVersionError
 */
export function addTimeStamp(sealSignature: Uint8Array, token: Uint8Array): Uint8Array {
  const read = readSealSignature(sealSignature);
  if (read.version !== 4 || read.timeStamp !== undefined) throw new SealMakingError('SEAL_FIELD');
  return serialize({
    toSign: buffer(read.signedBytes),
    cert: buffer(read.signer.der),
    signature: buffer(read.signature),
    timeStamp: buffer(token),
  });
}

function toBeSigned(request: SealingRequest, extensions: readonly ExtensionData[]): SesTbsSign {
  const { propertyInfo } = request;
  if (!/^[\x20-\x7e]{0,1024}$/.test(propertyInfo)) throw new SealMakingError('SEAL_FIELD');
  return Object.assign(new SesTbsSign(), {
    eseal: buffer(request.seal),
    timeInfo: wholeSeconds(request.signedAt),
    dataHash: buffer(request.dataHash),
    propertyInfo,
    ...extensionDatas(extensions),
  });
}

function activationId({ id }: Activation): string {
  if (id === '' || id.length > 128) throw new SealMakingError('SEAL_FIELD');
  return id;
}

function serialize(parts: Omit<SesSignature, 'signatureAlgID'>): Uint8Array {
  const signature = Object.assign(new SesSignature(), { ...parts, signatureAlgID: SM2_WITH_SM3 });
  return new Uint8Array(AsnConvert.serialize(signature));
}
