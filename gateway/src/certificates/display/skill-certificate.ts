import { canonicalBytes, toBase64url, toHex, type Json } from '@renxin/chaincode/canonical';
import { BOX, PAGE } from '../../labor-contract/document/geometry.js';
import type { LaidOut, LayoutOptions } from '../../labor-contract/document/layout.js';
import type { Layout, LayoutLine, Stroke } from '../../labor-contract/document/layout-view.js';
import { dateText } from '../../labor-contract/document/money.js';
import { qrStrip } from '../../labor-contract/document/qr-strip.js';
import type { CopyBound } from './copy.js';
import { boxed, centred, filled, line, paragraph, penned } from './drawing.js';
import { frame } from './frame.js';
import { skillCertificateWords as words } from './words.js';

/** The claims of a vocational skill level credential that its display shows, in words. */
export interface SkillCertificate {
  readonly certificateIdentifier: string;
  readonly certificateNo: string;
  readonly name: string;
  readonly citizenNumber: string;
  readonly occupation: string;
  readonly trade?: string;
  /** For example 三级（高级工）. */
  readonly level: string;
  readonly levelInEnglish: string;
  readonly assessor: string;
  /** ISO 8601 date. */
  readonly issuedOn: string;
}

/**
 * The page of a skill certificate, or of a copy that is bound to a purpose: then purpose, recipient and expiry stand in a
 * red box and across the page. Pure: the same certificate and copy give the same value.
 */
export function layOutSkillCertificate(
  certificate: SkillCertificate,
  { sm3, demonstration }: LayoutOptions,
  copy?: CopyBound,
): LaidOut {
  const content = { certificate, ...(copy === undefined ? {} : { copy }) } as unknown as Json;
  const template = { id: words.id, version: words.version, sm3: toBase64url(sm3(canonicalBytes(words))) };
  const fingerprint = sm3(canonicalBytes({ content, template }));
  const copied = copy === undefined ? { lines: [], strokes: [] } : copyBox(copy);
  const code = qr(certificate);
  const layout: Layout = {
    format: 'renxin-layout-v1',
    template,
    number: certificate.certificateNo,
    title: copy === undefined ? words.title : `${words.title}（${words.copy.heading}）`,
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
          ...heading(),
          ...fields(certificate),
          ...issue(certificate),
          ...foot(certificate, fingerprint, demonstration),
          ...copied.lines,
        ],
        strokes: [...frame(), ...ornaments(certificate), ...code, ...copied.strokes],
        areas: [],
      },
    ],
  };
  return { layout, content };
}

function watermark(demonstration: boolean, copy: CopyBound | undefined): { readonly watermark?: string } {
  if (copy !== undefined) return { watermark: `${demonstration ? '演示 ' : ''}仅用于${copy.purpose}` };
  return demonstration ? { watermark: '演示 DEMONSTRATION' } : {};
}

function heading(): readonly LayoutLine[] {
  return [
    centred(words.title, 62_000, { size: 13_500, weight: 'bold', tone: 'crimson' }),
    centred(words.titleInEnglish, 73_000, { size: 4_600, tone: 'gold' }),
    ...paragraph(words.statement, 96_000, 7_000, { size: 4_300 }),
    centred(words.statementInEnglish, 102_500, { size: 3_000, tone: 'grey' }),
  ];
}

type Field = keyof typeof words.labels;

function shown(certificate: SkillCertificate): readonly (readonly [Field, string])[] {
  const order = ['name', 'citizenNumber', 'occupation', 'trade', 'level', 'certificateNo'] as const;
  return order.flatMap((field) => {
    const value = certificate[field];
    return value === undefined ? [] : [[field, value] as const];
  });
}

const FIELDS = { top: 122_000, step: 14_000, label: 46_000, value: 86_000, right: 168_000 } as const;

function fields(certificate: SkillCertificate): readonly LayoutLine[] {
  return shown(certificate).flatMap(([field, value], i) => {
    const y = FIELDS.top + i * FIELDS.step;
    const [label, english] = words.labels[field];
    const level = field === 'level';
    return [
      line(label, FIELDS.label, y, { size: 4_400 }),
      line(english, FIELDS.label, y + 4_300, { size: 2_600, tone: 'grey' }),
      line(value, FIELDS.value, y + 800, {
        size: level ? 6_200 : 5_000,
        weight: 'bold',
        ...(level ? { tone: 'crimson' as const } : {}),
      }),
      ...(level
        ? [
            line(certificate.levelInEnglish, FIELDS.value + 52_000, y + 800, {
              size: 2_800,
              tone: 'grey' as const,
            }),
          ]
        : []),
    ];
  });
}

function ornaments(certificate: SkillCertificate): readonly Stroke[] {
  const middle = PAGE.width / 2;
  return [
    penned(middle - 52_000, middle - 4_000, 80_500, 300),
    penned(middle + 4_000, middle + 52_000, 80_500, 300),
    filled(middle - 1_200, 79_300, 2_400, 2_400, 'gold'),
    ...boxed(middle - 2_400, 78_100, 4_800, 4_800, 250, 'gold'),
    ...shown(certificate).map((_, i) => {
      const y = FIELDS.top + i * FIELDS.step + 3_300;
      return penned(FIELDS.value - 2_000, FIELDS.right, y, 150);
    }),
  ];
}

/** Who issued it and when, on the right; the seal is put over the words. */
function issue({ assessor, issuedOn }: SkillCertificate): readonly LayoutLine[] {
  const middle = 141_000;
  return [
    centred(assessor, 222_000, { size: 4_400, weight: 'bold' }, middle),
    centred(words.assessor, 229_500, { size: 3_600 }, middle),
    centred(words.assessorInEnglish, 234_000, { size: 2_600, tone: 'grey' }, middle),
    centred(`${words.issuedOn}　${dateText(issuedOn)}`, 244_500, { size: 3_900 }, middle),
  ];
}

function foot(
  { certificateIdentifier }: SkillCertificate,
  fingerprint: Uint8Array,
  demonstration: boolean,
): readonly LayoutLine[] {
  const short = toHex(fingerprint.subarray(0, 8))
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, '$1-');
  return [
    line(words.scan.join(' '), CODE.left, 252_500, { size: 2_600, tone: 'grey' }),
    line(certificateIdentifier, CODE.left, 256_300, { size: 2_400, tone: 'grey' }),
    centred(words.note, 265_500, { size: 2_600, tone: 'grey' }),
    centred(
      `内容指纹 SM3 ${short}　${demonstration ? words.demonstration : ''}`.trim(),
      270_000,
      demonstration ? { size: 2_600, tone: 'red' } : { size: 2_600, tone: 'grey' },
    ),
  ];
}

const CODE = { left: 46_000, top: 221_500 } as const;

/** The certificate's identifier as a QR code. */
function qr({ certificateIdentifier }: SkillCertificate): readonly Stroke[] {
  const { strokes, height } = qrStrip(`renxin:certificate:${certificateIdentifier}`);
  // The code has a border of its own; ours begins at its first module.
  const border = Math.round((height / 37) * 4);
  return strokes.map((stroke) => ({
    ...stroke,
    x1: stroke.x1 - BOX.left - border + CODE.left,
    x2: stroke.x2 - BOX.left - border + CODE.left,
    y1: stroke.y1 + CODE.top,
    y2: stroke.y2 + CODE.top,
  }));
}

function copyBox({ purpose, recipient, expires }: CopyBound): {
  readonly lines: readonly LayoutLine[];
  readonly strokes: readonly Stroke[];
} {
  const { heading, purpose: only, recipient: to, expires: until, limit } = words.copy;
  const [left, top, width, height] = [43_000, 22_000, 124_000, 24_500];
  const text = { size: 3_600, tone: 'red' } as const;
  return {
    lines: [
      line(heading, left + 6_000, top + 14_300, { size: 6_400, weight: 'bold', tone: 'red' }),
      line(`${only}：${purpose}`, left + 32_000, top + 6_000, text),
      line(`${to}：${recipient}`, left + 32_000, top + 11_000, text),
      line(`${until}：${dateText(expires)}`, left + 32_000, top + 16_000, text),
      line(limit, left + 32_000, top + 21_300, { size: 2_700, tone: 'red' }),
    ],
    strokes: boxed(left, top, width, height, 350, 'crimson'),
  };
}
