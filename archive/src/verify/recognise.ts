import { parseCanonical } from '@renxin/chaincode/canonical';
import { looksLikeCode } from '@renxin/credentials/certificate-code';
import { looksLikeOfd } from '@renxin/seal/ofd';
import { looksLikeContainer } from '../bundle/index.js';
import { looksLikeBag } from '../package/index.js';
import { looksLikeSealData } from './seal/recognise.js';
import { looksLikeTlogProof } from '../tlog/index.js';
import { hasSignatureInside } from './pdf/index.js';
import type { ReportKind } from './report.js';

/** A file with its name, as the caller knows it. */
export interface NamedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Which parts of a signing stand beside each other, by what is added to the base name. */
export const companionSuffixes = {
  document: '.pdf',
  worker: '.pdf.worker.p7s',
  employer: '.pdf.employer.p7s',
  signed: '.signed.json',
  sm2: '.signed.sm2.tsr',
  ecdsa: '.signed.ecdsa.tsr',
} as const;

export type Recognised =
  | { readonly kind: Exclude<ReportKind, 'signed-document'> }
  | { readonly kind: 'signed-document'; readonly base: string };

/** Of which kind a file seems to be, by its content, and for the parts of a signed document by its name. */
export function recognise({ name, bytes }: NamedFile): Recognised {
  if (looksLikeOfd(bytes)) return { kind: 'sealed-ofd' };
  if (looksLikeContainer(bytes)) return { kind: looksLikeBag(bytes) ? 'archive-package' : 'evidence-bundle' };
  if (hasSignatureInside(bytes)) return { kind: 'signed-pdf' };
  if (looksLikeTlogProof(bytes) || /.\.tlog-proof$/i.test(name)) return { kind: 'log-proof' };
  if (isCode(bytes)) return { kind: 'certificate-code' };
  const kind = kindOfJson(bytes) ?? kindOfCredential(bytes);
  if (kind !== undefined) return { kind };
  const seal = looksLikeSealData(bytes) ?? sealBySuffix(name);
  if (seal !== undefined) return { kind: seal };
  const base = baseOf(name);
  return base === undefined ? { kind: 'unknown' } : { kind: 'signed-document', base };
}

/** The text of a certificate's QR code, with or without white space around it. */
function isCode(bytes: Uint8Array): boolean {
  return bytes.length <= 4096 && looksLikeCode(new TextDecoder().decode(bytes).trim());
}

const JSON_KINDS = {
  'renxin-trust-file': 'trust-file',
  'renxin-consent-receipt': 'consent-receipt',
  'renxin-archive-registration': 'archive-registration',
  'renxin-fact-statement': 'fact-statement',
  'renxin-embedded-command-proof': 'command-proof',
  'renxin-embedded-state-proof': 'state-proof',
  'renxin-fabric-command-proof': 'command-proof',
  'renxin-fabric-state-proof': 'state-proof',
} as const;

type JsonKind = (typeof JSON_KINDS)[keyof typeof JSON_KINDS];

function kindOfJson(bytes: Uint8Array): JsonKind | undefined {
  if (bytes[0] !== 0x7b) return undefined;
  const named = kindMember(bytes) ?? kindInText(bytes);
  return named !== undefined && Object.hasOwn(JSON_KINDS, named)
    ? JSON_KINDS[named as keyof typeof JSON_KINDS]
    : undefined;
}

function kindMember(bytes: Uint8Array): string | undefined {
  try {
    const value = parseCanonical(bytes);
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
    return typeof kind === 'string' ? kind : undefined;
  } catch {
    return undefined;
  }
}

/** A file that is no canonical JSON any more, but still says what it was, is that and broken, not something unknown. */
function kindInText(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 1_000_000));
  // Parts have kinds of their own, which may stand before that of the whole.
  const named = [...text.matchAll(/"kind":\s*"(renxin-[a-z-]+)"/g)].map(([, kind]) => kind);
  return named.find((kind) => kind !== undefined && Object.hasOwn(JSON_KINDS, kind));
}

/** By its `type`, wherever it stands: a broken one is that and broken. A list in an array is a status list as well. */
function kindOfCredential(bytes: Uint8Array): 'credential' | 'presentation' | 'status-list' | undefined {
  const text = new TextDecoder().decode(bytes.subarray(0, 1_000_000));
  if (!/^\s*[[{]/.test(text)) return undefined;
  if (text.includes('"VerifiablePresentation"')) return 'presentation';
  if (text.includes('"BitstringStatusListCredential"')) return 'status-list';
  return text.includes('"VerifiableCredential"') ? 'credential' : undefined;
}

/** A file that does not begin like a seal any more, but is called one, is that and broken. */
function sealBySuffix(name: string): 'seal' | 'seal-signature' | undefined {
  if (/.\.esl$/i.test(name)) return 'seal';
  return /.\.ses$/i.test(name) ? 'seal-signature' : undefined;
}

/** The base name of a part of a signed document; undefined for a name that is none. */
export function baseOf(name: string): string | undefined {
  const suffixes = Object.values(companionSuffixes).sort((a, b) => b.length - a.length);
  const suffix = suffixes.find((each) => name.toLowerCase().endsWith(each) && name.length > each.length);
  return suffix === undefined ? undefined : name.slice(0, -suffix.length);
}
