import { looksLikeOfd } from '@renxin/seal/ofd';
import { canonicalBytes, compareCodeUnits } from '@renxin/chaincode/canonical';
import { dateInChina, isDate, plainText } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { matchManifest } from '../../bundle/manifest.js';
import { amendmentsIn, signingPaths } from '../../bundle/paths.js';
import type { Files } from '../../bundle/container.js';
import {
  classify,
  EVENTS,
  EVIDENCE,
  INDEX,
  INDEX_XML,
  indexXml,
  itemsOf,
  packageIndex,
  processEvents,
  type PackageIndex,
  type ProcessEvents,
} from '../description.js';
import { parsePart } from '../../bundle/canonical-part.js';
import type { Result } from './report.js';

/** What is looked at: the payload of a package, and what is known besides. */
export interface Subject {
  readonly payload: Files;
  readonly provider: CryptoProvider;
  /** Verdict of the one verifier over the evidence in it. */
  readonly evidence: 'valid' | 'invalid' | 'undetermined';
  /** Whether the archival code stands in the repository already; undefined when nobody was asked. */
  readonly isKnown: boolean | undefined;
  /** Whether the package's bytes are those that the ledger registered; undefined when nobody was asked. */
  readonly isRegistered: boolean | undefined;
}

/** The subject with its records, as far as they can be read. */
export interface Seen extends Subject {
  readonly index: PackageIndex | undefined;
  readonly events: ProcessEvents | undefined;
  readonly files: Files;
}

export function look(subject: Subject): Seen {
  const { payload } = subject;
  const files = new Map([...payload].filter(([path]) => path.startsWith(EVIDENCE)));
  return {
    ...subject,
    files,
    index: read(() => parsePart(INDEX, packageIndex, payload.get(INDEX) ?? new Uint8Array())),
    events: read(() => parsePart(EVENTS, processEvents, payload.get(EVENTS) ?? new Uint8Array())),
  };
}

/** A check: passed or failed, or what it is when it cannot be made here. */
export type Check = (seen: Seen) => Result;

const all = (...parts: readonly boolean[]): Result => (parts.every(Boolean) ? 'pass' : 'fail');

/** 1-1: signatures, time-stamps and ledger proofs, by the one verifier. */
export const fixed: Check = ({ evidence }) =>
  evidence === 'valid' ? 'pass' : evidence === 'invalid' ? 'fail' : 'manual';

/** 1-2, 1-3, 1-4, 2-3, 2-4: lengths, types, ranges, presence: what the index's schema asks for. */
export const schema: Check = ({ index, events }) => all(index !== undefined, events !== undefined);

/** 1-5: dates in their order, sizes that can be. */
export const reasonable: Check = ({ index }) =>
  all(
    index !== undefined &&
      isDate(index.formedOn) &&
      index.formedOn <= dateInChina(index.createdAt) &&
      index.items.every(({ bytes }) => bytes > 0),
  );

/** 1-6: no control, invisible or direction-changing characters. */
export const characters: Check = ({ index }) =>
  all(
    index !== undefined &&
      [index.title, index.responsible.name].every((text) => plainText(200).safeParse(text).success),
  );

/** 1-7: the code names fonds, year and contract of the index itself. */
export const archivalCode: Check = ({ index }) =>
  all(
    index !== undefined &&
      index.archivalCode === `${index.fonds}-HT-${index.formedOn.slice(0, 4)}-${index.contract}`,
  );

/** 1-8 */
export const unrepeated: Check = ({ isKnown }) =>
  isKnown === undefined ? 'manual' : isKnown ? 'fail' : 'pass';

/** 1-10: name, size and format of each file are those of the index. */
export const attributes: Check = ({ index, files }) =>
  all(
    index !== undefined &&
      index.items.every(({ path, bytes, format }) => {
        const file = files.get(path);
        return file?.length === bytes && format === classify(path).format && hasForm(format, file);
      }),
  );

/** 1-11, 2-11: the index lists exactly the files that are there. */
export const associated: Check = ({ index, files }) => all(index !== undefined && sameList(index, files));

/** 1-14: each file has the digests that stood in the signed manifest before it was packed. */
export const unchanged: Check = ({ files, provider }) =>
  all(
    holds(() =>
      matchManifest(
        new Map([...files].map(([path, bytes]) => [path.slice(EVIDENCE.length), bytes])),
        provider,
      ),
    ),
  );

/** 1-14 at a transfer: the whole package is the one that the ledger registered. */
export const registered: Check = ({ isRegistered }) =>
  isRegistered === undefined ? 'manual' : isRegistered ? 'pass' : 'fail';

/** 2-1 */
export const count: Check = ({ index, files }) => all(index?.items.length === files.size);

/** 2-2 */
export const octets: Check = ({ index, files }) => {
  const sum = [...files.values()].reduce((total, bytes) => total + bytes.length, 0);
  return all(index?.bytes === sum && index.items.reduce((total, { bytes }) => total + bytes, 0) === sum);
};

/** 2-5: drafted, told, locked, concluded, handed out: each with the proof that shows it. */
export const process: Check = ({ events, files }) =>
  all(
    events !== undefined &&
      ['draft', 'disclose', 'lock', 'conclude', 'export'].every((operation) =>
        events.events.some(
          ({ type, detail, evidence }) =>
            type === 'ledger-command' &&
            detail === `labor-contract.${operation}` &&
            evidence !== undefined &&
            files.has(evidence),
        ),
      ),
  );

/** 2-6: numbers of items and events without a gap, times in order. */
export const continuous: Check = ({ index, events }) =>
  all(
    index !== undefined && index.items.every(({ number }, i) => number === i + 1),
    events !== undefined && events.events.every(({ number }, i) => number === i + 1),
    events !== undefined &&
      events.events.every(
        ({ at }, i) => i === 0 || compareCodeUnits(events.events[i - 1]?.at ?? '', at) <= 0,
      ),
  );

/** 2-7: the document, both signatures, their record and both time-stamps, of the contract and of each amendment. */
export const complete: Check = ({ files }) => {
  const inside = [...files.keys()].map((path) => path.slice(EVIDENCE.length));
  return all(
    [0, ...amendmentsIn(inside)].every((amendment) => {
      const { document, cms, signed, tokens } = signingPaths(amendment);
      return [document, cms.worker, cms.employer, signed, tokens.sm2, tokens.ecdsa].every((path) =>
        inside.includes(path),
      );
    }),
  );
};

/** 3-1: the XML reads and says what the canonical index says. */
export const readable: Check = ({ index, payload }) => {
  const xml = payload.get(INDEX_XML);
  return all(index !== undefined && xml !== undefined && sameBytes(xml, indexXml(index)));
};

/** 3-3: only formats of the list; every PDF declares PDF/A. */
export const formats: Check = ({ files }) =>
  all(
    [...files].every(([path, bytes]) => {
      const { format } = classify(path);
      return hasForm(format, bytes) && (format !== 'pdf' || latin1(bytes).includes('pdfaid:part'));
    }),
  );

/** 3-8: nothing is encrypted; that nothing is compressed, the container shows. */
export const open: Check = ({ files }) =>
  all(
    [...files].every(
      ([path, bytes]) => classify(path).format !== 'pdf' || !/\/Encrypt\b/.test(latin1(bytes)),
    ),
  );

/** For people: software does not check it today. */
export const manual: Check = () => 'manual';
/** There is nothing of this kind in such a package. */
export const absent: Check = () => 'not-applicable';

function hasForm(format: string, bytes: Uint8Array): boolean {
  if (format === 'pdf') return latin1(bytes.subarray(0, 5)) === '%PDF-';
  if (format === 'ofd') return looksLikeOfd(bytes);
  if (format === 'json') return bytes[0] === 0x7b;
  if (format === 'cms' || format === 'tsr') return bytes[0] === 0x30;
  return holds(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes));
}

function sameList(index: PackageIndex, files: Files): boolean {
  const same = (a: unknown, b: unknown): boolean => sameBytes(canonicalBytes(a), canonicalBytes(b));
  return same(index.items, itemsOf(files));
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

function holds(check: () => unknown): boolean {
  return (
    read(() => {
      check();
      return true;
    }) === true
  );
}

function read<T>(reading: () => T): T | undefined {
  try {
    return reading();
  } catch {
    return undefined;
  }
}
