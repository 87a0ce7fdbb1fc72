import { SM3, SM2_WITH_SM3 } from '../asn1/oids.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { readSeal } from '../eseal/index.js';
import { element, escapeXml } from '../xml/index.js';
import { writeZip } from '../zip/index.js';
import { base64 } from './base64.js';
import { OfdError } from './error.js';
import { absolute } from './location.js';
import { openOfd, PROVIDER, ROOT, type Ofd } from './read.js';
import { readSignatureFile } from './signature-file.js';
import {
  freeFolder,
  idText,
  lastIdOf,
  listPathOf,
  listXml,
  requireOpen,
  withList,
} from './signature-list.js';
import { stampsOf, type Placement, type Stamp } from './stamp.js';
import { DECLARATION, utf8, XMLNS } from './write.js';

/** What a signer wants to do with a document. */
export interface SigningPlan {
  /** The signer's clock; whole seconds stand in the signature. */
  readonly at: Date;
  /** No later signature may be added. */
  readonly close: boolean;
}

/** The same with an e-seal. */
export interface SealingPlan extends SigningPlan {
  /** DER of SESeal. */
  readonly seal: Uint8Array;
  readonly stamps: readonly Placement[];
}

/** A document that lacks nothing but the signed value: an SES_Signature, or without a seal a CMS. */
export interface PreparedSignature {
  /** All files but the signed value. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** `propertyInfo`: the absolute path of Signature.xml. */
  readonly propertyInfo: string;
  /** The bytes of Signature.xml. */
  readonly signature: Uint8Array;
  /** SM3 of them: `dataHash`. */
  readonly dataHash: Uint8Array;
  /** Path of the signed value. */
  readonly value: string;
}

/**
 * The first step of signing: from document, seal, stamps and time alone, so that every party computes the same. The
 * document's own files stay as they are; OFD.xml is written again only when it does not name a list of signatures yet.
 * @throws OfdError CONTAINER_…, XML_…, OFD_FORMAT, OFD_CLOSED, STAMP_PLACE; DerError, SealVersionError for the seal
 */
export function prepareSeal(
  document: Uint8Array,
  plan: SealingPlan,
  provider: CryptoProvider,
): PreparedSignature {
  return prepareSealIn(openOfd(document), plan, provider);
}

/** The same for an OFD that is open already. @throws as {@link prepareSeal} does */
export function prepareSealIn(ofd: Ofd, plan: SealingPlan, provider: CryptoProvider): PreparedSignature {
  const { picture } = readSeal(plan.seal).info;
  const stamps = stampsOf(ofd, plan.stamps, picture);
  return prepare(ofd, plan, { der: plan.seal, stamps }, provider);
}

/**
 * The first step of signing without a seal (GB/T 33190 18.1, `Type="Sign"`): a natural person's own signature. Nothing of
 * it is seen on the pages.
 * @throws OfdError XML_…, OFD_FORMAT, OFD_CLOSED
 */
export function prepareSignature(ofd: Ofd, plan: SigningPlan, provider: CryptoProvider): PreparedSignature {
  return prepare(ofd, plan, undefined, provider);
}

function prepare(
  ofd: Ofd,
  plan: SigningPlan,
  seal: { readonly der: Uint8Array; readonly stamps: readonly Stamp[] } | undefined,
  provider: CryptoProvider,
): PreparedSignature {
  const list = ofd.signatureList ?? listPathOf(ofd);
  requireOpen(ofd, list);
  const files = new Map(ofd.files);
  if (ofd.signatureList === undefined) files.set(ROOT, withList(ofd, absolute(list)));

  const last = lastIdOf(ofd);
  const stamps = seal?.stamps ?? [];
  const folder = freeFolder(files, list.slice(0, list.lastIndexOf('/') + 1), ofd.signatures.length);
  const [path, sealPath, value] = [`${folder}Signature.xml`, `${folder}Seal.esl`, `${folder}SignedValue.dat`];
  const own = { id: idText(last + 1), type: seal === undefined ? 'Sign' : 'Seal', path };
  files.set(list, listXml([...ofd.signatures, own], last + 1 + stamps.length));
  if (seal !== undefined) files.set(sealPath, seal.der);
  const covered = [...files.keys()].filter((each) => each !== list || plan.close);
  const references = covered.map((each) => referenceXml(each, files.get(each) ?? new Uint8Array(), provider));
  const parts = { references, stamps, last, at: plan.at, value };
  const signature = utf8(DECLARATION + signatureXml({ ...parts, ...(seal !== undefined && { sealPath }) }));
  files.set(path, signature);
  return {
    files,
    propertyInfo: absolute(path),
    signature,
    dataHash: provider.hash('SM3', signature),
    value,
  };
}

/** The second step: the signed value takes its place. Answers the signed document. */
export function embedValue({ files, value }: PreparedSignature, signedValue: Uint8Array): Uint8Array {
  return writeZip(new Map(files).set(value, signedValue));
}

/**
 * Replaces the SES_Signature of the last signature by one over the same bytes, for example with a time-stamp that could
 * not be had before.
 * @throws OfdError OFD_FORMAT when there is none
 */
export function replaceSealSignature(
  document: Uint8Array,
  change: (sealSignature: Uint8Array) => Uint8Array,
): Uint8Array {
  const ofd = openOfd(document);
  const last = ofd.signatures.at(-1);
  if (last === undefined) throw new OfdError('OFD_FORMAT');
  const { value } = readSignatureFile(ofd.files, last.path);
  const old = ofd.files.get(value);
  if (old === undefined) throw new OfdError('OFD_FORMAT', value);
  return writeZip(new Map(ofd.files).set(value, change(old)));
}

interface Parts {
  readonly references: readonly string[];
  readonly stamps: readonly Stamp[];
  /** The last number that was given in the list of signatures. */
  readonly last: number;
  readonly at: Date;
  /** Left out when there is no seal. */
  readonly sealPath?: string;
  readonly value: string;
}

function signatureXml({ references, stamps, last, at, sealPath, value }: Parts): string {
  const info = element(
    'ofd:SignedInfo',
    {},
    element('ofd:Provider', { ProviderName: PROVIDER, Version: '1', Company: 'Renxin' }),
    element('ofd:SignatureMethod', {}, SM2_WITH_SM3),
    element('ofd:SignatureDateTime', {}, timeText(at)),
    element('ofd:References', { CheckMethod: SM3 }, ...references),
    ...stamps.map(({ page, boundary, clip }, i) =>
      element('ofd:StampAnnot', {
        ID: idText(last + 2 + i),
        PageRef: page.id,
        Boundary: boundary.join(' '),
        Clip: clip?.join(' '),
      }),
    ),
    sealPath === undefined
      ? ''
      : element('ofd:Seal', {}, element('ofd:BaseLoc', {}, escapeXml(absolute(sealPath)))),
  );
  return element('ofd:Signature', XMLNS, info, element('ofd:SignedValue', {}, escapeXml(absolute(value))));
}

function referenceXml(path: string, bytes: Uint8Array, provider: CryptoProvider): string {
  return element(
    'ofd:Reference',
    { FileRef: absolute(path) },
    element('ofd:CheckValue', {}, base64(provider.hash('SM3', bytes))),
  );
}

/** As GeneralizedTime: UTC, whole seconds. */
function timeText(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
}
