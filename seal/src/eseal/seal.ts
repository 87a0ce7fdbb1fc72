import {
  bitsOf,
  DerError,
  membersOf,
  octetsOf,
  oidOf,
  readDer,
  smallIntegerOf,
  TAG,
  timeOf,
  utf8Of,
  type Members,
  type Value,
} from '../asn1/index.js';
import { sequence } from '../asn1/write.js';
import type { Certificate } from '../x509/index.js';
import { knownCertificate, knownSeal } from './given.js';
import { extensionDatasOf, type ExtensionData } from './extension-data.js';
import { SealVersionError } from './seal-error.js';

/** 1: GM/T 0031-2014; 4: GB/T 38540-2020. */
export type SealVersion = 1 | 4;

/** Whose certificates may seal with it: the certificates themselves, or their digests (`type` names the hash function). */
export type SealSigners =
  | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  | { readonly kind: 'digests'; readonly digests: readonly { type: string; value: Uint8Array }[] };

export interface SealPicture {
  /** `PNG`, `JPG`, `GIF`, `BMP`, `SVG` or `OFD`, as it was written. */
  readonly type: string;
  readonly data: Uint8Array;
  /** Millimetres. */
  readonly width: number;
  readonly height: number;
}

/** What a seal says about itself (SES_SealInfo). Times are milliseconds since 1970. */
export interface SealInfo {
  /** header.Vid: whose product made it. */
  readonly vendor: string;
  /** Unique name of the seal. */
  readonly esId: string;
  /** 1 organisation, 2 person (GM/T 0031); other numbers are seen. */
  readonly type: number;
  readonly name: string;
  readonly signers: SealSigners;
  readonly createdAt: number;
  readonly validFrom: number;
  readonly validUntil: number;
  readonly picture: SealPicture;
  readonly extensions: readonly ExtensionData[];
}

/** An e-seal (SESeal) as it was read; nothing about it has been verified. */
export interface Seal {
  readonly version: SealVersion;
  readonly der: Uint8Array;
  readonly info: SealInfo;
  readonly maker: Certificate;
  readonly signatureOid: string;
  /** What the maker signed. */
  readonly signedBytes: Uint8Array;
  /** DER of SEQUENCE { r, s }. */
  readonly signature: Uint8Array;
}

/** Larger ones are not read. */
export const MAX_SEAL_BYTES = 2 ** 20;

/**
 * Reads an e-seal of GM/T 0031-2014 (V1) or GB/T 38540-2020 (V4), strictly in DER: docs/formats/e-seal.md.
 * @throws DerError NOT_DER, FORMAT; SealVersionError VERSION_MISMATCH (5 is GM/T 0031-2025)
 */
export function readSeal(der: Uint8Array): Seal {
  if (der.length > MAX_SEAL_BYTES) throw new DerError('FORMAT', 'too large');
  return sealOf(readDer(der));
}

/** Reads what a maker is to sign (SES_SealInfo of V4, DER). @throws DerError NOT_DER, FORMAT */
export function readSealInfo(der: Uint8Array): SealInfo {
  if (der.length > MAX_SEAL_BYTES) throw new DerError('FORMAT', 'too large');
  return infoOf(readDer(der), 4);
}

/** The same for a value inside another structure, which was read as DER as a whole. */
export function sealOf(value: Value): Seal {
  return knownSeal(value.encoded, (encoded) => structureOf(readDer(encoded)));
}

function structureOf(value: Value): Seal {
  const version = versionOf(value);
  const members = membersOf(value);
  const info = members.next(TAG.sequence);
  const proof = version === 1 ? membersOf(members.next(TAG.sequence)) : members;
  const cert = proof.next(TAG.octetString);
  const algorithm = proof.next(TAG.oid);
  const signature = bitsOf(proof.next(TAG.bitString));
  proof.end();
  members.end();
  return {
    version,
    der: value.encoded,
    info: infoOf(info, version),
    maker: knownCertificate(cert.content),
    signatureOid: oidOf(algorithm),
    signedBytes: version === 1 ? sequence(info.encoded, cert.encoded, algorithm.encoded) : info.encoded,
    signature,
  };
}

/** Two members are V1, five V5; of four the header says which. */
function versionOf(value: Value): SealVersion {
  const members = membersOf(value);
  let count = 0;
  for (; !members.done; count++) members.any();
  const header = membersOf(membersOf(membersOf(value).next(TAG.sequence)).next(TAG.sequence));
  header.next(TAG.ia5String);
  const version = smallIntegerOf(header.next(TAG.integer));
  if (count === 5) throw new SealVersionError(5);
  if (count === 2 && version === 1) return 1;
  if (count === 4 && version === 4) return 4;
  if (count === 2 || count === 4) throw new SealVersionError(version);
  throw new DerError('FORMAT', 'members of SESeal');
}

function infoOf(value: Value, version: SealVersion): SealInfo {
  const members = membersOf(value);
  const vendor = vendorOf(members.next(TAG.sequence));
  const esId = asciiOf(members.next(TAG.ia5String), 128);
  const property = propertyOf(membersOf(members.next(TAG.sequence)), version);
  const picture = pictureOf(membersOf(members.next(TAG.sequence)));
  const extensions = extensionDatasOf(members);
  members.end();
  return { vendor, esId, ...property, picture, extensions };
}

/** The version was read before. */
function vendorOf(header: Value): string {
  const members = membersOf(header);
  if (asciiOf(members.next(TAG.ia5String), 2) !== 'ES') throw new DerError('FORMAT', 'not an e-seal');
  members.next(TAG.integer);
  const vendor = asciiOf(members.next(TAG.ia5String), 128);
  members.end();
  return vendor;
}

type Property = Pick<SealInfo, 'type' | 'name' | 'signers' | 'createdAt' | 'validFrom' | 'validUntil'>;

function propertyOf(members: Members, version: SealVersion): Property {
  const type = smallIntegerOf(members.next(TAG.integer));
  const name = utf8Of(members.next(TAG.utf8String));
  if (name === '' || name.length > 256) throw new DerError('FORMAT', 'the name of the seal');
  const form = version === 1 ? 1 : smallIntegerOf(members.next(TAG.integer));
  const signers = signersOf(members.next(TAG.sequence), form);
  const time = (): number => timeOf(version === 1 ? members.any() : members.next(TAG.generalizedTime));
  const [createdAt, validFrom, validUntil] = [time(), time(), time()];
  members.end();
  if (!(validFrom <= validUntil)) throw new DerError('FORMAT', 'the period of the seal');
  return { type, name, signers, createdAt, validFrom, validUntil };
}

const MAX_SIGNERS = 64;

function signersOf(list: Value, form: number): SealSigners {
  const members = membersOf(list);
  if (form !== 1 && form !== 2) throw new DerError('FORMAT', 'certListType');
  const values = members.rest(form === 1 ? TAG.octetString : TAG.sequence);
  if (values.length === 0 || values.length > MAX_SIGNERS) throw new DerError('FORMAT', 'certList');
  if (form === 1) return { kind: 'certificates', certificates: values.map((each) => octetsOf(each)) };
  const digests = values.map((each) => {
    const pair = membersOf(each);
    const digest = {
      type: utf8Of(pair.next(TAG.printableString), TAG.printableString),
      value: octetsOf(pair.next(TAG.octetString)),
    };
    pair.end();
    return digest;
  });
  return { kind: 'digests', digests };
}

function pictureOf(members: Members): SealPicture {
  const type = asciiOf(members.next(TAG.ia5String), 16);
  const data = octetsOf(members.next(TAG.octetString));
  const width = smallIntegerOf(members.next(TAG.integer));
  const height = smallIntegerOf(members.next(TAG.integer));
  members.end();
  if (data.length === 0 || width < 1 || width > 1000 || height < 1 || height > 1000)
    throw new DerError('FORMAT', 'the picture of the seal');
  return { type, data, width, height };
}

function asciiOf(value: Value, most: number): string {
  const text = utf8Of(value, TAG.ia5String);
  if (text === '' || text.length > most) throw new DerError('FORMAT', 'a text that is empty or too long');
  return text;
}
