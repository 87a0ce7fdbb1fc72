import { canonicalBytes } from '@renxin/chaincode/canonical';
import { date, identifier, instant, plainText, recordId } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** Metadata of a package after DA/T 46, and its events after PREMIS: docs/formats/archive-package.md. */

/** 保管期限, as in `archive-record.register`. */
export const retention = z.enum(['permanent', '30-years', '10-years']);

/** What a file of the package is. */
export const itemRole = z.enum(['content', 'signature', 'time-stamp', 'proof', 'identity', 'record']);

export const item = z.strictObject({
  /** 件号, from 1. */
  number: z.int().min(1).max(100_000),
  /** Path below `data/`. */
  path: z.string().max(160),
  role: itemRole,
  format: z.enum(['pdf', 'ofd', 'json', 'cms', 'tsr', 'text']),
  bytes: z.int().min(0),
});

export const packageIndex = z.strictObject({
  kind: z.literal('renxin-archive-index'),
  schema: z.literal(1),
  archive: recordId,
  ledger: identifier,
  /** 全宗号 */
  fonds: z.string().regex(/^[A-Z0-9]{4,18}$/),
  /** 档号 */
  archivalCode: z.string().regex(/^[A-Z0-9]{4,18}-HT-\d{4}-[a-z0-9-]{2,64}$/),
  /** 题名 */
  title: plainText(200),
  /** 责任者: the organisation that made the package. */
  responsible: z.strictObject({ id: identifier, name: plainText(120) }),
  /** 形成日期 */
  formedOn: date,
  retention,
  /** 密级 */
  security: z.enum(['none', 'internal']),
  /** 开放状态 */
  access: z.enum(['closed', 'controlled', 'open']),
  contract: recordId,
  createdAt: instant,
  /** Sorted by path, numbered in this order. */
  items: z.array(item).min(1).max(2000),
  /** Together. */
  bytes: z.int().min(0),
});

export const event = z.strictObject({
  number: z.int().min(1).max(100_000),
  type: z.enum(['ledger-command', 'message-digest-calculation', 'validation', 'ingestion']),
  /** `contract.operation` of a ledger command; what was done, for the others. */
  detail: z.string().regex(/^[a-z0-9.-]{1,96}$/),
  at: instant,
  /** The organisation or person (by identifier) that did it. */
  agent: identifier,
  outcome: z.enum(['success', 'failure', 'undetermined']),
  /** Path below `data/` of what shows it. */
  evidence: z.exactOptional(z.string().max(160)),
});

export const processEvents = z.strictObject({
  kind: z.literal('renxin-process-events'),
  schema: z.literal(1),
  archive: recordId,
  /** In the order of time, numbered from 1 without a gap. */
  events: z.array(event).min(1).max(2000),
});

export type PackageIndex = z.infer<typeof packageIndex>;
export type Item = z.infer<typeof item>;
export type ProcessEvents = z.infer<typeof processEvents>;
export type ProcessEvent = z.infer<typeof event>;

export const INDEX = 'metadata/index.json';
export const INDEX_XML = 'metadata/index.xml';
export const EVENTS = 'metadata/events.json';
export const REPORT = 'report/four-property.json';
export const EVIDENCE = 'evidence/';

/** The same index for archive systems that read XML. It says nothing that the canonical one does not. */
export function indexXml(index: PackageIndex): Uint8Array {
  const rows: readonly (readonly [tag: string, zh: string, value: string])[] = [
    ['fonds', '全宗号', index.fonds],
    ['archivalCode', '档号', index.archivalCode],
    ['title', '题名', index.title],
    ['responsible', '责任者', index.responsible.name],
    ['formedOn', '形成日期', index.formedOn],
    ['retention', '保管期限', RETENTIONS[index.retention]],
    ['security', '密级', index.security === 'none' ? '无' : '内部'],
    ['access', '开放状态', { closed: '不开放', controlled: '控制', open: '开放' }[index.access]],
    ['createdAt', '封装时间', index.createdAt],
    ['itemCount', '总件数', String(index.items.length)],
    ['byteCount', '总字节数', String(index.bytes)],
  ];
  const metadata = rows.map(([tag, zh, value]) => `  <${tag} name="${zh}">${escape(value)}</${tag}>\n`);
  const items = index.items.map(
    ({ number, path, role, format, bytes }) =>
      `  <item number="${number}" role="${role}" format="${format}" bytes="${bytes}">${escape(path)}</item>\n`,
  );
  return new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<archive id="${index.archive}" ledger="${index.ledger}" contract="${index.contract}">\n` +
      `${metadata.join('')}${items.join('')}</archive>\n`,
  );
}

const RETENTIONS = { permanent: '永久', '30-years': '30年', '10-years': '10年' } as const;

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? '');
}

/** Role and format of a file of an evidence bundle, by its path. */
export function classify(path: string): Pick<Item, 'role' | 'format'> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const format = name.endsWith('.pdf')
    ? 'pdf'
    : name.endsWith('.ofd')
      ? 'ofd'
      : name.endsWith('.json')
        ? 'json'
        : name.endsWith('.p7s')
          ? 'cms'
          : name.endsWith('.tsr')
            ? 'tsr'
            : 'text';
  if (format === 'tsr') return { format, role: 'time-stamp' };
  if (path.includes('/contract/')) return { format, role: 'content' };
  if (path.includes('/signatures/')) return { format, role: 'signature' };
  if (path.includes('/identity/')) return { format, role: 'identity' };
  return {
    format,
    role:
      path.includes('/ledger/') || path.includes('/log/') || path.endsWith('/export.json')
        ? 'proof'
        : 'record',
  };
}

/** Items of these files, numbered in the order of their paths. */
export function itemsOf(files: ReadonlyMap<string, Uint8Array>): Item[] {
  return [...files.keys()]
    .sort()
    .map((path, i) => ({ number: i + 1, path, ...classify(path), bytes: files.get(path)?.length ?? 0 }));
}

/** Canonical bytes of the records of a package. @throws z.ZodError for a record of another form */
export function describe(index: PackageIndex, events: ProcessEvents): ReadonlyMap<string, Uint8Array> {
  const parsed = packageIndex.parse(index);
  return new Map([
    [INDEX, canonicalBytes(parsed)],
    [INDEX_XML, indexXml(parsed)],
    [EVENTS, canonicalBytes(processEvents.parse(events))],
  ]);
}
