import { text } from '../text.js';

/** Small PDFs for tests, written by hand. */

export interface SmallPdf {
  readonly pages?: number;
  /** Objects besides, by number from 100 on. */
  readonly extra?: Readonly<Record<number, string>>;
  /** What stands in the catalogue besides. */
  readonly catalog?: string;
  /** What stands in each page besides. */
  readonly page?: string;
  readonly trailer?: string;
}

/** Pages with one line of text each; cross-reference table, no compression. */
export function smallPdf({
  pages = 1,
  extra = {},
  catalog = '',
  page = '',
  trailer = '',
}: SmallPdf = {}): Uint8Array {
  const kids = Array.from({ length: pages }, (_, i) => `${10 + 2 * i} 0 R`);
  const objects: Record<number, string> = {
    1: `<</Type /Catalog /Pages 2 0 R ${catalog}>>`,
    2: `<</Type /Pages /Count ${pages} /Kids [${kids.join(' ')}] /MediaBox [0 0 595 842]>>`,
    3: '<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>',
    4: '<</Title (test)>>',
    ...extra,
  };
  for (let i = 0; i < pages; i++) {
    const content = `BT /F1 18 Tf 72 700 Td (Page ${i + 1}) Tj ET`;
    objects[10 + 2 * i] =
      `<</Type /Page /Parent 2 0 R /Resources <</Font <</F1 3 0 R>>>> /Contents ${11 + 2 * i} 0 R ${page}>>`;
    objects[11 + 2 * i] = `<</Length ${content.length}>>\nstream\n${content}\nendstream`;
  }
  return text(written('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', objects, `/Root 1 0 R /Info 4 0 R ${trailer}`));
}

/** An incremental update by hand: what an attacker writes who knows the format. */
export function updated(
  before: Uint8Array,
  objects: Readonly<Record<number, string>>,
  trailer = '',
): Uint8Array {
  const start = Buffer.from(before).toString('latin1');
  const [previous = '0'] = [...start.matchAll(/startxref\s+(\d+)\s+%%EOF/g)].at(-1)?.slice(1) ?? [];
  return text(written(start, objects, `/Root 1 0 R /Info 4 0 R /Prev ${previous} ${trailer}`, 2000));
}

function written(
  start: string,
  objects: Readonly<Record<number, string>>,
  trailer: string,
  size = Math.max(...Object.keys(objects).map(Number)) + 1,
): string {
  let out = start;
  const numbers = Object.keys(objects)
    .map(Number)
    .sort((a, b) => a - b);
  const rows = numbers.map((number) => {
    const row = `${number} 1\n${String(out.length).padStart(10, '0')} 00000 n \n`;
    out += `${number} 0 obj\n${objects[number]}\nendobj\n`;
    return row;
  });
  const free = start.startsWith('%PDF') && start.length < 100 ? '0 1\n0000000000 65535 f \n' : '';
  const at = out.length;
  return `${out}xref\n${free}${rows.join('')}trailer\n<</Size ${size} ${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
}
