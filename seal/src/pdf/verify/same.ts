import { sameBytes } from '../../asn1/index.js';
import {
  isArray,
  isDictionary,
  Name,
  PdfString,
  Ref,
  type Dictionary,
  type PdfObject,
} from '../syntax/objects.js';

/** True for the same object as it is written; references are the same when they name the same object. */
export function same(a: PdfObject | undefined, b: PdfObject | undefined): boolean {
  if (a === b) return true;
  if (a instanceof Name) return b instanceof Name && a.text === b.text;
  if (a instanceof Ref) return b instanceof Ref && a.number === b.number && a.generation === b.generation;
  if (a instanceof PdfString) return b instanceof PdfString && sameBytes(a.bytes, b.bytes);
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i]));
  return isDictionary(a) && isDictionary(b) && a.size === b.size && differing(a, b).length === 0;
}

/** Keys whose values are not the same in both. */
export function differing(a: Dictionary, b: Dictionary): string[] {
  if (a === b) return [];
  return [...new Set([...a.keys(), ...b.keys()])].filter((key) => !same(a.get(key), b.get(key)));
}

/** True when the list has these items first. */
export function startsWith(list: readonly PdfObject[], start: readonly PdfObject[]): boolean {
  return list.length >= start.length && start.every((item, i) => same(item, list[i]));
}
