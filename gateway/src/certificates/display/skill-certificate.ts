import type { AnnotatedCopy, Rendered } from '@renxin/archive/rendering';
import {
  canonicalBytes,
  fromBase64url,
  toBase64url,
  toHex,
  type Json,
  type JsonObject,
} from '@renxin/chaincode/canonical';
import { schemaOf } from '@renxin/credentials/schema';
import { z } from 'zod';
import { PAGE } from '../../labor-contract/document/geometry.js';
import type { LaidOut, LayoutOptions } from '../../labor-contract/document/layout.js';
import type { Layout, LayoutLine, Stroke } from '../../labor-contract/document/layout-view.js';
import { dateText } from '../../labor-contract/document/money.js';
import { boxed, centred, filled, line, paragraph, penned, qrCode } from './drawing.js';
import { frame } from './frame.js';
import { skillCertificateWords as words } from './words.js';

/** The claims of a vocational skill level credential that its display shows, in words. */
export interface SkillCertificate {
  readonly certificateIdentifier?: string;
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

const subject = z.looseObject({
  certificateIdentifier: z.exactOptional(z.string()),
  certificateNo: z.string(),
  name: z.string(),
  citizenNumber: z.string(),
  occupation: z.string(),
  trade: z.exactOptional(z.string()),
  level: z.string(),
  assessor: z.looseObject({ name: z.string() }),
  issuedOn: z.string(),
});

/** What the display shows of a credential. @throws ZodError for another type of credential */
export function skillCertificateOf({ credentialSubject }: JsonObject): SkillCertificate {
  const {
    certificateIdentifier,
    certificateNo,
    name,
    citizenNumber,
    occupation,
    trade,
    level,
    assessor,
    issuedOn,
  } = subject.parse(credentialSubject);
  const { value } = schemaOf('vocational-skill-level').definition.fields['level'] ?? {};
  const label = value?.kind === 'code' ? value.codes[level] : undefined;
  if (label === undefined) throw new TypeError('a level without a name');
  return {
    ...(certificateIdentifier !== undefined && { certificateIdentifier }),
    certificateNo,
    name,
    citizenNumber,
    occupation,
    ...(trade !== undefined && { trade }),
    level: label.zh,
    levelInEnglish: label.en,
    assessor: assessor.name,
    issuedOn,
  };
}

export interface SkillDisplayOptions extends LayoutOptions {
  readonly rendered: Rendered;
  /** Of the platform. */
  readonly address: string;
}

/**
 * The page of a skill certificate, or of a copy that is bound to a purpose: then purpose, recipient and expiry stand in a
 * red box and across the page. Pure: the same certificate and copy give the same value.
 */
export function layOutSkillCertificate(
  certificate: SkillCertificate,
  { sm3, demonstration, rendered, address }: SkillDisplayOptions,
  copy?: AnnotatedCopy,
): LaidOut {
  const content = { certificate, rendered, ...(copy === undefined ? {} : { copy }) } as unknown as Json;
  const template = { id: words.id, version: words.version, sm3: toBase64url(sm3(canonicalBytes(words))) };
  const fingerprint = sm3(canonicalBytes({ content, template }));
  const copied = copy === undefined ? { lines: [], strokes: [] } : copyBox(copy);
  const code = qrCode(`${address}/?credential=${rendered.credential}#verify`, CODE.left, CODE.top, CODE.side);
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
          ...foot(certificate, rendered, demonstration),
          ...copied.lines,
        ],
        strokes: [...frame(), ...ornaments(certificate), ...code, ...copied.strokes],
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
