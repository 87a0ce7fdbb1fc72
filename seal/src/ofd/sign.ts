import { SM3, SM2_WITH_SM3 } from '../asn1/oids.js';
import type { CryptoProvider } from '../crypto/provider.js';
import { readSeal } from '../eseal/index.js';
import { element, escapeXml } from '../xml/index.js';
import { writeZip } from '../zip/index.js';
import { base64 } from './base64.js';
import { OfdError } from './error.js';
import { absolute } from './location.js';
import { readNode } from './node.js';
import { ofdOf, openOfd, PROVIDER, type Ofd } from './read.js';
import { readSignatureFile } from './signature-file.js';
import { stampsOf, type Placement, type Stamp } from './stamp.js';
import { DECLARATION, utf8, XMLNS } from './write.js';

/** What a signer wants to do with a document. */
export interface SealingPlan {
  /** DER of SESeal. */
  readonly seal: Uint8Array;
  readonly stamps: readonly Placement[];
  /** The signer's clock; whole seconds stand in the signature. */
  readonly at: Date;
  /** No later seal may be added. */
  readonly close: boolean;
}

/** A document that lacks nothing but the SES_Signature. */
export interface PreparedSeal {
  /** All files but the SES_Signature. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** `propertyInfo`: the absolute path of Signature.xml. */
  readonly propertyInfo: string;
  /** The bytes of Signature.xml. */
  readonly signature: Uint8Array;
  /** SM3 of them: `dataHash`. */
  readonly dataHash: Uint8Array;
  /** Path of the SES_Signature. */
  readonly value: string;
}

/**
 * The first step of signing: from document, seal, stamps and time alone, so that every party computes the same. The
 * document's own files stay as they are; OFD.xml is written again only when it does not name a list of signatures yet.
 * @throws OfdError CONTAINER_…, XML_…, OFD_FORMAT, OFD_CLOSED, STAMP_PLACE; DerError, SealVersionError for the seal
 */
export function prepareSeal(document: Uint8Array, plan: SealingPlan, provider: CryptoProvider): PreparedSeal {
  return prepareSealIn(openOfd(document), plan, provider);
}

/** The same for an OFD that is open already. @throws as {@link prepareSeal} does */
export function prepareSealIn(ofd: Ofd, plan: SealingPlan, provider: CryptoProvider): PreparedSeal {
  const { picture } = readSeal(plan.seal).info;
  const stamps = stampsOf(ofd, plan.stamps, picture);
  const list = ofd.signatureList ?? listPathOf(ofd);
  requireOpen(ofd, list);
  const files = new Map(ofd.files);
  if (ofd.signatureList === undefined) files.set(ROOT, withList(ofd, absolute(list)));

  const last = lastIdOf(ofd);
  const folder = freeFolder(files, list.slice(0, list.lastIndexOf('/') + 1), ofd.signatures.length);
  const [path, sealPath, value] = [`${folder}Signature.xml`, `${folder}Seal.esl`, `${folder}SignedValue.dat`];
  const listed = [...ofd.signatures, { id: idText(last + 1), type: 'Seal', path }];
  files.set(list, listXml(listed, last + 1 + stamps.length));
  files.set(sealPath, plan.seal);
  const covered = [...files.keys()].filter((each) => each !== list || plan.close);
  const references = covered.map((each) => referenceXml(each, files.get(each) ?? new Uint8Array(), provider));
  const signature = utf8(DECLARATION + signatureXml({ references, stamps, last, plan, sealPath, value }));
  files.set(path, signature);
  return {
    files,
    propertyInfo: absolute(path),
    signature,
    dataHash: provider.hash('SM3', signature),
    value,
  };
}

/** The second step: the SES_Signature takes its place. Answers the sealed document. */
export function embedSeal({ files, value }: PreparedSeal, sealSignature: Uint8Array): Uint8Array {
  return writeZip(new Map(files).set(value, sealSignature));
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

/** A document is closed when a signature names the list of signatures. */
function requireOpen(ofd: Ofd, list: string): void {
  for (const { path } of ofd.signatures) {
    const { references } = readSignatureFile(ofd.files, path);
    if (references.listed.some((each) => each.path === list)) throw new OfdError('OFD_CLOSED', path);
  }
}

function listPathOf({ document }: Ofd): string {
  return `${document.slice(0, document.lastIndexOf('/') + 1)}Signs/Signatures.xml`;
}

/** Signatures and stamps share one row of numbers. @throws OfdError OFD_FORMAT */
function lastIdOf({ files, signatureList }: Ofd): number {
  if (signatureList === undefined) return 0;
  const text = readNode(files, signatureList, 'Signatures').optional('MaxSignId')?.text ?? 's0';
  const number = /^[a-zA-Z]?(\d{1,9})$/.exec(text)?.[1];
  if (number === undefined) throw new OfdError('OFD_FORMAT', signatureList);
  return Number(number);
}

/** xs:ID does not begin with a digit. */
function idText(number: number): string {
  return `s${String(number).padStart(3, '0')}`;
}

function freeFolder(files: ReadonlyMap<string, Uint8Array>, base: string, from: number): string {
  for (let number = from; ; number++) {
    const folder = `${base}Sign_${String(number)}/`;
    if (![...files.keys()].some((path) => path.toLowerCase().startsWith(folder.toLowerCase()))) return folder;
  }
}

/** OFD.xml with the place of the list behind DocRoot, its other bytes as they were. */
function withList({ files }: Ofd, location: string): Uint8Array {
  const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(files.get(ROOT));
  const end = /<\/((?:[^\s:<>/]+:)?)DocRoot\s*>/.exec(text);
  if (end === null) throw new OfdError('OFD_FORMAT', ROOT);
  const at = end.index + end[0].length;
  const named = `<${end[1] ?? ''}Signatures>${location}</${end[1] ?? ''}Signatures>`;
  const changed = utf8(text.slice(0, at) + named + text.slice(at));
  // A comment may hold such an end as well: what was written is read again.
  if (
    ofdOf(new Map(files).set(ROOT, changed).set(location.slice(1), EMPTY_LIST)).signatureList !==
    location.slice(1)
  )
    throw new OfdError('OFD_FORMAT', ROOT);
  return changed;
}

function listXml(
  signatures: readonly { readonly id: string; readonly type: string; readonly path: string }[],
  last: number,
): Uint8Array {
  const listed = signatures.map(({ id, type, path }) =>
    element('ofd:Signature', { ID: id, Type: type, BaseLoc: absolute(path) }),
  );
  const max = element('ofd:MaxSignId', {}, idText(last));
  return utf8(DECLARATION + element('ofd:Signatures', XMLNS, max, ...listed));
}

interface Parts {
  readonly references: readonly string[];
  readonly stamps: readonly Stamp[];
  /** The last number that was given in the list of signatures. */
  readonly last: number;
  readonly plan: SealingPlan;
  readonly sealPath: string;
  readonly value: string;
}

function signatureXml({ references, stamps, last, plan, sealPath, value }: Parts): string {
  const info = element(
    'ofd:SignedInfo',
    {},
    element('ofd:Provider', { ProviderName: PROVIDER, Version: '1', Company: 'Renxin' }),
    element('ofd:SignatureMethod', {}, SM2_WITH_SM3),
    element('ofd:SignatureDateTime', {}, timeText(plan.at)),
    element('ofd:References', { CheckMethod: SM3 }, ...references),
    ...stamps.map(({ page, boundary, clip }, i) =>
      element('ofd:StampAnnot', {
        ID: idText(last + 2 + i),
        PageRef: page.id,
        Boundary: boundary.join(' '),
        Clip: clip?.join(' '),
      }),
    ),
    element('ofd:Seal', {}, element('ofd:BaseLoc', {}, escapeXml(absolute(sealPath)))),
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

const ROOT = 'OFD.xml';
const EMPTY_LIST = utf8(element('ofd:Signatures', XMLNS));
