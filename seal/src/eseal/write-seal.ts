import { AsnConvert } from '@peculiar/asn1-schema';
import { SM2_WITH_SM3 } from '../asn1/oids.js';
import { octetString, sequence, tagged } from '../asn1/write.js';
import { TAG } from '../asn1/index.js';
import { carriedMaterial } from '../cms/carried.js';
import { sameKey } from '../crypto/certificate-key.js';
import { signatureToDer } from '../crypto/der.js';
import type { Activation, Signer } from '../signer/signer.js';
import { readCertificate, type Certificate } from '../x509/index.js';
import { carriedExtension } from './carried.js';
import type { ExtensionData } from './extension-data.js';
import { SesExtension, SesHeader, SesPicture, SesProperty, SesSeal, SesSealInfo } from './schema.js';
import type { SealInfo, SealSigners } from './seal.js';
import { SealMakingError } from './seal-error.js';

/** What the maker puts into a seal; times are cut to whole seconds. */
export interface SealContent extends Omit<SealInfo, 'createdAt' | 'validFrom' | 'validUntil' | 'extensions'> {
  readonly createdAt: Date;
  readonly validFrom: Date;
  readonly validUntil: Date;
  /** Further ones; the maker's issuers and CRLs are added. */
  readonly extensions?: readonly ExtensionData[];
}

/** Who makes seals: an SM2 key with its certificate (profile `seal-maker`). */
export interface SealMaker {
  readonly signer: Signer;
  /** DER. */
  readonly certificate: Uint8Array;
  /** Issuers and CRLs, DER; what a verifier needs of them is carried in the seal. */
  readonly chain?: readonly Uint8Array[];
  readonly crls?: readonly Uint8Array[];
  readonly activation: Activation;
}

/**
 * Makes an e-seal of GB/T 38540-2020 (V4): docs/formats/e-seal.md.
 * @returns DER of SESeal
 * @throws SealMakingError SIGNER_KEY_MISMATCH, SIGNER_NOT_SM2, MAKER_IS_SIGNER, SEAL_FIELD; DerError for a certificate or CRL that
 *   cannot be read
 */
export async function writeSeal(content: SealContent, maker: SealMaker): Promise<Uint8Array> {
  return signSeal(sealToSign(content, maker), maker);
}

/** What the maker signs: DER of SES_SealInfo. Throws as {@link writeSeal} does. */
export function sealToSign(content: SealContent, maker: Omit<SealMaker, 'activation'>): Uint8Array {
  const certificate = signingCertificate(maker.certificate, maker.signer);
  requireSound(content);
  requireApart(content.signers, maker.signer);
  const carried = carriedMaterial(certificate, maker.chain ?? [], maker.crls ?? []);
  const extensions = [
    ...(content.extensions ?? []),
    ...carriedExtensions(carried.certificates.slice(1), carried.crls),
  ];
  return new Uint8Array(AsnConvert.serialize(sealInfo(content, extensions)));
}

/** Signs what {@link sealToSign} gave, so that others can look at it in between. @returns DER of SESeal */
export async function signSeal(
  info: Uint8Array,
  { signer, certificate, activation }: Pick<SealMaker, 'signer' | 'certificate' | 'activation'>,
): Promise<Uint8Array> {
  const { der } = signingCertificate(certificate, signer);
  const signature = await signer.sign({ algorithm: 'SM2', message: info, activation });
  const seal = Object.assign(new SesSeal(), {
    eSealInfo: buffer(info),
    cert: buffer(der),
    signAlgID: SM2_WITH_SM3,
    signedValue: buffer(signatureToDer(signature)),
  });
  return new Uint8Array(AsnConvert.serialize(seal));
}

/** @throws SealMakingError SIGNER_NOT_SM2, SIGNER_KEY_MISMATCH; DerError */
export function signingCertificate(der: Uint8Array, { key }: Signer): Certificate {
  const certificate = readCertificate(der);
  if (key.algorithm !== 'SM2') throw new SealMakingError('SIGNER_NOT_SM2');
  if (certificate.key?.algorithm !== 'SM2' || certificate.key.point !== key.point)
    throw new SealMakingError('SIGNER_KEY_MISMATCH');
  return certificate;
}

/** Nothing to carry, no extension. */
export function carriedExtensions(
  certificates: readonly Uint8Array[],
  crls: readonly Uint8Array[],
): ExtensionData[] {
  return certificates.length + crls.length === 0 ? [] : [carriedExtension(certificates, crls)];
}

export function extensionDatas(extensions: readonly ExtensionData[]): { extDatas?: SesExtension[] } {
  if (extensions.length === 0) return {};
  const extDatas = extensions.map(({ oid, critical, value }) =>
    Object.assign(new SesExtension(), { extnID: oid, critical, extnValue: buffer(value) }),
  );
  return { extDatas };
}

export function buffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

export function wholeSeconds(time: Date): Date {
  return new Date(Math.floor(time.getTime() / 1000) * 1000);
}

function sealInfo(content: SealContent, extensions: readonly ExtensionData[]): SesSealInfo {
  const { picture } = content;
  return Object.assign(new SesSealInfo(), {
    header: Object.assign(new SesHeader(), { Vid: content.vendor }),
    esID: content.esId,
    property: Object.assign(new SesProperty(), {
      type: content.type,
      name: content.name,
      certListType: content.signers.kind === 'certificates' ? 1 : 2,
      certList: buffer(certList(content.signers)),
      createDate: wholeSeconds(content.createdAt),
      validStart: wholeSeconds(content.validFrom),
      validEnd: wholeSeconds(content.validUntil),
    }),
    picture: Object.assign(new SesPicture(), { ...picture, data: buffer(picture.data) }),
    ...extensionDatas(extensions),
  });
}

function certList(signers: SealSigners): Uint8Array {
  return signers.kind === 'certificates'
    ? sequence(...signers.certificates.map(octetString))
    : sequence(
        ...signers.digests.map(({ type, value }) =>
          sequence(tagged(TAG.printableString, new TextEncoder().encode(type)), octetString(value)),
        ),
      );
}

const ASCII = /^[\x20-\x7e]{1,128}$/;

/** What the reader would refuse is not written. */
function requireSound(content: SealContent): void {
  const { signers, picture, name } = content;
  const listed = signers.kind === 'certificates' ? signers.certificates : signers.digests;
  const sound =
    ASCII.test(content.vendor) &&
    ASCII.test(content.esId) &&
    name !== '' &&
    name.length <= 256 &&
    Number.isInteger(content.type) &&
    content.type >= 0 &&
    listed.length > 0 &&
    listed.length <= 64 &&
    wholeSeconds(content.validFrom) <= wholeSeconds(content.validUntil) &&
    ASCII.test(picture.type) &&
    picture.type.length <= 16 &&
    picture.data.length > 0 &&
    [picture.width, picture.height].every((mm) => Number.isInteger(mm) && mm >= 1 && mm <= 1000);
  if (!sound) throw new SealMakingError('SEAL_FIELD');
}

/** Who makes a seal does not seal with it. */
function requireApart(signers: SealSigners, { key }: Signer): void {
  const listed = signers.kind === 'certificates' ? signers.certificates : [];
  if (listed.some((each) => sameKey(readCertificate(each).key, key)))
    throw new SealMakingError('MAKER_IS_SIGNER');
}
