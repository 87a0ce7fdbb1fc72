import { zlibSync } from 'fflate';
import { text } from '../text.js';
import { smallPdf, updated } from './small-pdf.js';

/** Documents that lie about themselves, by what they do; small ones, for the corpus. */
export function hostile(): ReadonlyMap<string, Uint8Array> {
  const base = Buffer.from(smallPdf()).toString('latin1');
  const grown = Buffer.from(updated(smallPdf(), { 4: '<<>>' })).toString('latin1');
  const [, last = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(grown) ?? [];
  const object = (body: string): Uint8Array => smallPdf({ extra: { 2: body } });
  return new Map(
    Object.entries({
      'cross-reference-loop': text(grown.replace(/\/Prev \d+/, `/Prev ${last}`)),
      'pages-loop': object('<</Type /Pages /Kids [2 0 R]>>'),
      'references-loop': smallPdf({ extra: { 2: '3 0 R', 3: '2 0 R' } }),
      'length-loop': object('<</Length 2 0 R>>\nstream\n\nendstream'),
      'fields-loop': smallPdf({
        catalog: '/AcroForm <</Fields [100 0 R]>>',
        extra: { 100: '<</FT /Sig /T (a) /Kids [100 0 R]>>' },
      }),
      'packed-in-itself': packedPdf({ rows: [[5, 2, 5, 0]] }),
      'packed-in-what-is-packed': packedPdf({
        rows: [
          [5, 2, 6, 0],
          [6, 2, 5, 0],
        ],
      }),
      'object-stream-of-millions': packedPdf({ stream: '/N 9999999 /First 10' }),
      'object-stream-that-begins-nowhere': packedPdf({ stream: '/N 1 /First -5' }),
      encrypted: smallPdf({ trailer: '/Encrypt 4 0 R' }),
      hybrid: smallPdf({ trailer: '/XRefStm 10' }),
      'nested-arrays': object('['.repeat(20_000)),
      'nested-dictionaries': object('<</A'.repeat(5_000)),
      'nested-strings': object('('.repeat(50_000)),
      'length-that-is-too-long': object('<</Length 99999999>>\nstream\n\nendstream'),
      'rows-of-millions': text(base.replace(/xref\n0 1\n/, 'xref\n0 9999999\n')),
      'pages-of-thousands': packedPages(10_000),
      bomb: compressed(zlibSync(new Uint8Array(24 * 1024 * 1024), { level: 9 })),
      'predictor-of-columns': compressed(
        zlibSync(new Uint8Array(4096)),
        '/DecodeParms <</Predictor 12 /Columns 99999999>>',
      ),
      'predictor-that-is-unknown': compressed(
        zlibSync(new Uint8Array(8).fill(9)),
        '/DecodeParms <</Predictor 15 /Columns 3>>',
      ),
      'array-of-thousands': smallPdf({ catalog: '/X 100 0 R', extra: { 100: `[${'1 '.repeat(130_000)}]` } }),
      'cut-short': text(base.slice(0, -200)),
      'no-root': text(base.replace('/Root 1 0 R', '')),
      'byte-range-of-words': smallPdf({
        catalog: '/AcroForm <</Fields [100 0 R]>>',
        extra: {
          100: '<</FT /Sig /T (a) /V 101 0 R>>',
          101: '<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 /a (b) 4] /Contents <30>>>',
        },
      }),
      'contents-of-no-der': smallPdf({
        catalog: '/AcroForm <</Fields [100 0 R]>>',
        extra: {
          100: '<</FT /Sig /T (a) /V 101 0 R>>',
          101: '<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 9 9 9] /Contents <30ff>>>',
        },
      }),
    }),
  );
}

/** A document whose catalogue and pages stand in an object stream; `packed` makes them, `rows` adds entries. */
export function packedPdf({
  packed = { 1: '<</Type /Catalog /Pages 2 0 R>>', 2: '<</Type /Pages /Kids []>>' },
  rows = [],
  stream,
  isCompressed = false,
}: {
  readonly packed?: Readonly<Record<number, string>>;
  readonly rows?: readonly (readonly [number, number, number, number])[];
  readonly stream?: string;
  readonly isCompressed?: boolean;
} = {}): Uint8Array {
  const numbers = Object.keys(packed).map(Number);
  let head = '';
  let body = '';
  for (const number of numbers) {
    head += `${number} ${body.length} `;
    body += `${packed[number]} `;
  }
  const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
  const filter = isCompressed ? '/Filter /FlateDecode ' : '';
  const content = isCompressed ? latin1(zlibSync(text(head + body))) : head + body;
  let out = '%PDF-1.7\n';
  const container = Math.max(...numbers, ...rows.map(([number]) => number)) + 1;
  const members = stream ?? `/N ${numbers.length} /First ${head.length}`;
  const containerAt = out.length;
  out += `${container} 0 obj\n<</Type /ObjStm ${filter}${members} /Length ${content.length}>>\nstream\n${content}\nendstream\nendobj\n`;
  const at = out.length;
  const entries = [
    ...numbers.map((number, i) => [number, 2, container, i] as const),
    ...rows,
    [container, 1, containerAt, 0] as const,
    [container + 1, 1, at, 0] as const,
  ].sort(([a], [b]) => a - b);
  const table = entries.flatMap(([, kind, second, third]) => [
    kind,
    second >>> 24,
    (second >>> 16) & 0xff,
    (second >>> 8) & 0xff,
    second & 0xff,
    third >> 8,
    third & 0xff,
  ]);
  // The predictor of PNG, row above: what most writers use.
  const rowsOf = Array.from({ length: entries.length }, (_, i) => table.slice(7 * i, 7 * i + 7));
  const predicted = rowsOf.flatMap((row, i) => [
    2,
    ...row.map((byte, k) => (byte - (rowsOf[i - 1]?.[k] ?? 0)) & 0xff),
  ]);
  const index = entries.flatMap(([number]) => [number, 1]).join(' ');
  const reference = isCompressed
    ? {
        bytes: latin1(zlibSync(Uint8Array.from(predicted))),
        parameters: '/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 7>> ',
      }
    : { bytes: latin1(Uint8Array.from(table)), parameters: '' };
  out += `${container + 1} 0 obj\n<</Type /XRef /Size ${container + 2} /W [1 4 2] /Index [${index}] /Root 1 0 R ${reference.parameters}/Length ${reference.bytes.length}>>\nstream\n${reference.bytes}\nendstream\nendobj\nstartxref\n${at}\n%%EOF\n`;
  return text(out);
}

function packedPages(count: number): Uint8Array {
  const kids = Array.from({ length: count }, (_, i) => `${10 + i} 0 R`).join(' ');
  const packed: Record<number, string> = {
    1: '<</Type /Catalog /Pages 2 0 R>>',
    2: `<</Type /Pages /Count ${count} /Kids [${kids}]>>`,
  };
  for (let i = 0; i < count; i++) packed[10 + i] = '<</Type /Page /Parent 2 0 R>>';
  return packedPdf({ packed, isCompressed: true });
}

/** A cross-reference whose packed bytes are these. */
function compressed(bytes: Uint8Array, parameters = ''): Uint8Array {
  const head = `%PDF-1.7\n1 0 obj\n<</Type /XRef /Size 5 /W [1 2 1] /Root 1 0 R /Filter /FlateDecode ${parameters} /Length ${bytes.length}>>\nstream\n`;
  return new Uint8Array(
    Buffer.concat([text(head), bytes, text('\nendstream\nendobj\nstartxref\n9\n%%EOF\n')]),
  );
}
