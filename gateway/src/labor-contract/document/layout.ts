import type { EvidenceCertificate } from '@renxin/archive/bundle';
import { canonicalBytes, fromBase64url, toBase64url, toHex, type Json } from '@renxin/chaincode/canonical';
import type { EndCertificate, Terms } from '@renxin/chaincode/labor-law';
import { compose } from './composition.js';
import { amendmentSource, changesOf, type Amendment } from './fields/amendment-fields.js';
import { certificateSource } from './fields/certificate-fields.js';
import { evidenceSource } from './fields/evidence-fields.js';
import { termsSource } from './fields/terms-fields.js';
import type { Layout } from './layout-view.js';
import { pagesOf } from './pages.js';
import { qrStrip } from './qr-strip.js';
import type { Strip } from './strip.js';
import type { Source, Template } from './template.js';
import {
  amendmentAgreement,
  endCertificateTemplate,
  evidenceCertificateTemplate,
  templateBytes,
  templateOf,
} from './templates/index.js';

/** SM3, handed in: native on a server, pure in a browser. */
export type Sm3 = (bytes: Uint8Array) => Uint8Array;

export interface LayoutOptions {
  readonly sm3: Sm3;
  /** Marks every page 演示: synthetic people, no legal effect. */
  readonly demonstration: boolean;
}

/** A document and what it was made from. `content` is attached to the PDF. */
export interface LaidOut {
  readonly layout: Layout;
  readonly content: Json;
}

export class DocumentRefused extends Error {
  readonly code:
    | 'TEMPLATE_UNKNOWN'
    | 'TEMPLATE_OF_ANOTHER_TERM'
    | 'AMENDMENT_CHANGES_NOTHING'
    | 'AMENDMENT_OF_ANOTHER_CONTRACT';

  constructor(code: DocumentRefused['code']) {
    super(code);
    this.name = 'DocumentRefused';
    this.code = code;
  }
}

/**
 * The pages of a labor contract, from parsed terms whose clauses the rules of labor law have passed. Pure: the same terms
 * and template give the same value.
 * @throws DocumentRefused when there is no such template, or it is for another kind of term.
 */
export function layOutContract(terms: Terms, options: LayoutOptions): LaidOut {
  const template = templateOf(terms.templateId, terms.templateVersion);
  if (template?.kind !== 'contract') throw new DocumentRefused('TEMPLATE_UNKNOWN');
  if (template.termType !== terms.termType) throw new DocumentRefused('TEMPLATE_OF_ANOTHER_TERM');
  return layOut(template, termsSource(terms), terms, terms.contractNo, options);
}

/** The pages of an amendment. @throws DocumentRefused when nothing differs or the contracts do. */
export function layOutAmendment(amendment: Amendment, options: LayoutOptions): LaidOut {
  const { before, after } = amendment;
  if (before.contractNo !== after.contractNo) throw new DocumentRefused('AMENDMENT_OF_ANOTHER_CONTRACT');
  if (changesOf(before, after).length === 0) throw new DocumentRefused('AMENDMENT_CHANGES_NOTHING');
  return layOut(
    amendmentAgreement,
    amendmentSource(amendment),
    amendment as unknown as Json,
    after.contractNo,
    options,
  );
}

/** The page of a certificate of dissolution or termination. */
export function layOutCertificate(certificate: EndCertificate, options: LayoutOptions): LaidOut {
  return layOut(
    endCertificateTemplate,
    certificateSource(certificate),
    certificate,
    certificate.certificateNo,
    options,
  );
}

/** The pages of a certificate of evidence (出证报告), with a QR code of its serial and the document's SM3. */
export function layOutEvidenceCertificate(certificate: EvidenceCertificate, options: LayoutOptions): LaidOut {
  const sm3 = toHex(fromBase64url(certificate.document.sm3) ?? new Uint8Array());
  return layOut(
    evidenceCertificateTemplate,
    evidenceSource(certificate),
    certificate,
    certificate.serial,
    options,
    [qrStrip(`renxin:evidence:${certificate.serial}:${sm3}`)],
  );
}

/** base64url of SM3 of each page's canonical bytes, in order: what a party signs that it was shown. */
export function pageDigests(layout: Layout, sm3: Sm3): readonly string[] {
  return layout.pages.map((page) => toBase64url(sm3(canonicalBytes(page))));
}

/** base64url of SM3 of a template's canonical bytes. */
export function templateDigest(template: Template, sm3: Sm3): string {
  return toBase64url(sm3(templateBytes(template)));
}

function layOut(
  template: Template,
  source: Source,
  content: Json,
  number: string,
  { sm3, demonstration }: LayoutOptions,
  after: readonly Strip[] = [],
): LaidOut {
  const named = { id: template.id, version: template.version, sm3: templateDigest(template, sm3) };
  const fingerprint = sm3(canonicalBytes({ content, template: named }));
  const pages = pagesOf([...compose(template, source), ...after], {
    header: `${template.title}　${number}`,
    footer: `内容指纹 SM3 ${shortFingerprint(fingerprint)}　文本 ${template.id} v${String(template.version)}`,
    demonstration,
  });
  const layout: Layout = {
    format: 'renxin-layout-v1',
    template: named,
    number,
    title: template.title,
    fingerprint: toBase64url(fingerprint),
    demonstration,
    pages,
  };
  return { layout, content };
}

/** The first eight bytes as people compare them: 1A2B-3C4D-5E6F-7081. */
function shortFingerprint(digest: Uint8Array): string {
  return toHex(digest.subarray(0, 8))
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');
}
