import { mutated } from '../fuzzing/mutation.js';
import { text } from '../text.js';
import { updated } from './small-pdf.js';

/**
 * The bytes changed at random, or values of the syntax: in place with as many characters, so that the cross-reference
 * still holds, or in an object that an update writes again.
 */
export function mutatedPdf(
  genuine: Uint8Array,
  others: readonly Uint8Array[],
  random: () => number,
): Uint8Array {
  if (genuine.length === 0 || random() < 0.3) return mutated(genuine, others, random);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const all = latin1(genuine);
  if (random() < 0.5) {
    let changed = all;
    for (let i = 0; i <= random() * 3; i++) changed = inPlace(changed, random);
    return text(changed);
  }
  const objects = objectsOf(all);
  if (objects.length === 0) return mutated(genuine, others, random);
  const foreign = objectsOf(latin1(pick(others) ?? genuine));
  const written: Record<number, string> = {};
  for (let i = 0; i <= random() * 2; i++) {
    const target = pick(objects)?.number ?? 900;
    const body = pick(random() < 0.3 ? foreign : objects)?.body ?? '';
    written[random() < 0.1 ? 900 : target] = random() < 0.1 ? (pick(HOSTILE) ?? '') : rewritten(body, random);
  }
  return updated(genuine, written, random() < 0.1 ? (pick(TRAILERS) ?? '') : '');
}

/** Values that readers trip over. */
const HOSTILE = [
  'null',
  '[]',
  '<<>>',
  '900 0 R',
  '[[[[[[[[1]]]]]]]]',
  '<</Length 900 0 R>>\nstream\n\nendstream',
  '<</Type /Pages /Kids [900 0 R] /Count 1>>',
  '<</Type /ObjStm /N 1 /First 4 /Length 6>>\nstream\n5 0 \n1\nendstream',
  '<</Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] /Contents <30>>>',
  '<</FT /Sig /T (x) /V 900 0 R /Kids [900 0 R]>>',
  '-1',
  '4294967296',
  '.5',
];

const TRAILERS = ['/Encrypt 1 0 R', '/XRefStm 10', '/Size -1', '/ID [1 2]'];

const TOKEN = /\d+|\/[A-Za-z]+|\bR\b|[[\]]|<<|>>/g;

/** One token made another of the same length. */
function inPlace(all: string, random: () => number): string {
  const start = Math.floor(random() * all.length);
  TOKEN.lastIndex = start;
  const found = TOKEN.exec(all);
  if (found === null) return all;
  const [token] = found;
  const other = replacement(token, random).slice(0, token.length).padEnd(token.length);
  return all.slice(0, found.index) + other + all.slice(found.index + token.length);
}

/** One or more tokens made others. */
function rewritten(body: string, random: () => number): string {
  return body.replace(TOKEN, (token) => (random() < 0.05 ? replacement(token, random) : token));
}

const NAMES =
  '/Type /Sig /V /Kids /Parent /Length /Filter /Contents /Annots /Fields /DSS /ObjStm /XRef'.split(' ');

function replacement(token: string, random: () => number): string {
  if (/^\d/.test(token)) {
    const digits = '0123456789'.charAt(Math.floor(random() * 10));
    return random() < 0.5 ? digits.repeat(token.length) : String(Math.floor(random() * 40));
  }
  if (token.startsWith('/')) return NAMES[Math.floor(random() * NAMES.length)] ?? '/';
  return ['[', ']', '<<', '>>', ' ', '(', '%'][Math.floor(random() * 7)] ?? '';
}

function objectsOf(all: string): { readonly number: number; readonly body: string }[] {
  return [...all.matchAll(/(?<=[\r\n])(\d{1,6}) \d{1,5} obj\b([^]{0,60000}?)endobj/g)].map(
    ([, number, body = '']) => ({ number: Number(number), body: body.trim() }),
  );
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
