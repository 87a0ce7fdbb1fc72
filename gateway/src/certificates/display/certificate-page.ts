import type { AnnotatedCopy, Rendered } from '@renxin/archive/rendering';
import { canonicalBytes, fromBase64url, toBase64url, toHex, type Json } from '@renxin/chaincode/canonical';
import { PAGE } from '../../labor-contract/document/geometry.js';
import type { LaidOut, LayoutOptions } from '../../labor-contract/document/layout.js';
import type { Layout, LayoutLine, Stroke } from '../../labor-contract/document/layout-view.js';
import { widthOf } from '../../labor-contract/document/line-breaking.js';
import { dateText } from '../../labor-contract/document/money.js';
import { boxed, centred, filled, line, paragraph, penned, qrCode } from './drawing.js';
import { frame } from './frame.js';
import { rowsOf } from './rows.js';
import type { ShownCertificate } from './shown-claims.js';
import type { DisplayTemplate } from './templates.js';
import { pageWords as words } from './words.js';

export interface CertificatePageOptions extends LayoutOptions {
  readonly rendered: Rendered;
  /** Of the platform. */
  readonly address: string;
}

/**
 * The page of a certificate, or of a copy that is bound to a purpose: then purpose, recipient and expiry stand in a red
 * box and across the page. Pure: the same certificate and copy give the same value. Undefined when the claims are too
 * long for a page.
 */
export function layOutCertificatePage(
  template: DisplayTemplate,
  certificate: ShownCertificate,
  { sm3, demonstration, rendered, address }: CertificatePageOptions,
  copy?: AnnotatedCopy,
): LaidOut | undefined {
  const rows = rowsOf(certificate.fields, template.emphasis);
  if (rows === undefined) return undefined;
  const content = { certificate, rendered, ...(copy === undefined ? {} : { copy }) } as unknown as Json;
  const named = {
    id: `renxin-display-${rendered.type}`,
    version: template.version,
    sm3: toBase64url(sm3(canonicalBytes({ template, page: words }))),
  };
  const fingerprint = sm3(canonicalBytes({ content, template: named }));
  const copied = copy === undefined ? { lines: [], strokes: [] } : copyBox(copy);
  const code = qrCode(`${address}/?credential=${rendered.credential}#verify`, CODE.left, CODE.top, CODE.side);
  const layout: Layout = {
    format: 'renxin-layout-v1',
    template: named,
    number: certificate.number,
    title: copy === undefined ? template.title : `${template.title}（${words.copy.heading}）`,
    fingerprint: toBase64url(fingerprint),
    demonstration,
    pages: [
      {
        format: 'renxin-page-v1',
        number: 1,
        of: 1,
        width: PAGE.width,
        height: PAGE.height,
        ...watermark(demonstration, copy),
        lines: [
          ...heading(template),
          ...rows.lines,
          ...issue(template, certificate),
          ...foot(certificate, rendered, demonstration),
          ...copied.lines,
        ],
        strokes: [...frame(), ...ornament(), ...rows.strokes, ...code, ...copied.strokes],
        areas: [],
      },
    ],
  };
  return { layout, content };
}

function watermark(demonstration: boolean, copy: AnnotatedCopy | undefined): { readonly watermark?: string } {
  if (copy !== undefined) return { watermark: `${demonstration ? '演示 ' : ''}仅用于${copy.purpose}` };
  return demonstration ? { watermark: '演示 DEMONSTRATION' } : {};
}

function heading({
  title,
  titleInEnglish,
  statement,
  statementInEnglish,
}: DisplayTemplate): readonly LayoutLine[] {
  return [
    centred(title, 62_000, { size: fitting(title, 13_500), weight: 'bold', tone: 'crimson' }),
    centred(titleInEnglish, 73_000, { size: 4_600, tone: 'gold' }),
    ...paragraph(statement, 96_000, 7_000, { size: 4_300 }),
    centred(statementInEnglish, 102_500, { size: 3_000, tone: 'grey' }),
  ];
}

/** A long title is set smaller. */
function fitting(text: string, size: number): number {
  return Math.min(size, Math.floor((size * TITLE) / widthOf(text, size, 'bold')));
}

const TITLE = 140_000;

/** Under the title. */
function ornament(): readonly Stroke[] {
  const middle = PAGE.width / 2;
  return [
    penned(middle - 52_000, middle - 4_000, 80_500, 300),
    penned(middle + 4_000, middle + 52_000, 80_500, 300),
    filled(middle - 1_200, 79_300, 2_400, 2_400, 'gold'),
    ...boxed(middle - 2_400, 78_100, 4_800, 4_800, 250, 'gold'),
  ];
}

/** Who issued it and when, on the right; the seal is put over the words. */
function issue(
  { sealWords, sealWordsInEnglish, issuedOn: [, label] }: DisplayTemplate,
  { issuer, issuedOn }: ShownCertificate,
): readonly LayoutLine[] {
  const middle = 141_000;
  return [
    ...(issuer === undefined
      ? []
      : [centred(issuer, 222_000, { size: issuerSize(issuer), weight: 'bold' }, middle)]),
    centred(sealWords, 229_500, { size: 3_600 }, middle),
    centred(sealWordsInEnglish, 234_000, { size: 2_600, tone: 'grey' }, middle),
    centred(`${label}　${issuedOn}`, 244_500, { size: 3_900 }, middle),
  ];
}

/** A long name stays between the code and the frame. */
function issuerSize(issuer: string): number {
  return Math.min(4_400, Math.floor((4_400 * 90_000) / widthOf(issuer, 4_400, 'bold')));
}

function foot(
  { certificateIdentifier }: ShownCertificate,
  { credential }: Rendered,
  demonstration: boolean,
): readonly LayoutLine[] {
  const digest = toHex(fromBase64url(credential) ?? new Uint8Array())
    .toUpperCase()
    .replace(/(.{8})(?=.)/g, '$1 ');
  return [
    centred(words.scan, 252_000, { size: 2_600, tone: 'grey' }, CODE.left + CODE.side / 2),
    ...(certificateIdentifier === undefined
      ? []
      : [centred(`${words.identifier}　${certificateIdentifier}`, 259_000, { size: 2_500, tone: 'grey' })]),
    centred(`${words.credential}　${digest}`, 263_200, { size: 2_300, tone: 'grey' }),
    centred(words.note, 268_000, { size: 2_500, tone: 'grey' }),
    ...(demonstration ? [centred(words.demonstration, 272_500, { size: 2_800, tone: 'red' })] : []),
  ];
}

/** Its side is that of the square with its quiet zone. */
const CODE = { left: 46_000, top: 219_500, side: 29_000 } as const;

function copyBox({ purpose, recipient, expires }: AnnotatedCopy): {
  readonly lines: readonly LayoutLine[];
  readonly strokes: readonly Stroke[];
} {
  const { heading, purpose: only, recipient: to, expires: until, limit } = words.copy;
  const [left, top, width, height] = [43_000, 21_000, 124_000, 22_500];
  const text = { size: 3_600, tone: 'red' } as const;
  return {
    lines: [
      line(heading, left + 6_000, top + 13_500, { size: 6_400, weight: 'bold', tone: 'red' }),
      line(`${only}：${purpose}`, left + 32_000, top + 5_700, text),
      line(`${to}：${recipient}`, left + 32_000, top + 10_500, text),
      line(`${until}：${dateText(expires)}`, left + 32_000, top + 15_300, text),
      line(limit, left + 32_000, top + 20_100, { size: 2_700, tone: 'red' }),
    ],
    strokes: boxed(left, top, width, height, 350, 'crimson'),
  };
}
