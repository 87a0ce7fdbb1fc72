import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CredentialType, Field, Fields, Value } from '@renxin/credentials/schema';
import { FileFault } from './file-fault.js';

/** A column of a CSV: the field that it fills. */
export interface Column {
  /** Names of members, from the subject down. */
  readonly path: readonly string[];
  readonly kind: Value;
}

/** What a row of a CSV says, or why it says nothing. */
export type Read =
  | { readonly ok: true; readonly claims: JsonObject }
  | { readonly ok: false; readonly faults: readonly { readonly field?: string; readonly code: string }[] };

/**
 * The columns by the heading: each names a field by its name (`assessor.uscc`) or by its Chinese label
 * (`评价机构.统一社会信用代码`), in any order.
 * @throws FileFault IMPORT_COLUMNS for a column that is no field, a field that stands twice or one that must be there
 */
export function columnsOf({ fields }: CredentialType, heading: readonly string[]): readonly Column[] {
  const known = leavesOf(fields);
  const columns = heading.map((name) => {
    const column = known.find(({ names }) => names.includes(name.trim().normalize('NFC')));
    if (column === undefined) throw new FileFault('IMPORT_COLUMNS');
    return column;
  });
  const isMissing = known.some((each) => each.isRequired && !columns.includes(each));
  if (isMissing || new Set(columns).size < columns.length) throw new FileFault('IMPORT_COLUMNS');
  return columns;
}

/**
 * A row of a CSV as the claims of its type; what is empty is left out. A cell that a table would run as a formula is
 * refused, since somebody opens what is exported (OWASP, CSV injection).
 */
export function claimsOf(columns: readonly Column[], cells: readonly string[]): Read {
  if (cells.length !== columns.length) return { ok: false, faults: [{ code: 'ROW_COLUMNS' }] };
  const claims: Record<string, unknown> = {};
  const faults: { field: string; code: string }[] = [];
  for (const [i, { path, kind }] of columns.entries()) {
    const cell = cells[i] ?? '';
    const text = cell.trim();
    if (/^[=+\-@\t\r\n|]/.test(cell) || /^[=+\-@|＝＋－＠｜]/.test(text))
      faults.push({ field: path.join('.'), code: 'ROW_FORMULA' });
    else if (text.includes('\ufffd')) faults.push({ field: path.join('.'), code: 'ROW_GARBLED' });
    else if (text !== '') put(claims, path, valueOf(text, kind));
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, claims: claims as JsonObject };
}

interface Leaf extends Column {
  readonly names: readonly string[];
  readonly isRequired: boolean;
}

function leavesOf(fields: Fields, above: Omit<Leaf, 'kind'> = TOP): readonly Leaf[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const here = below(above, name, field);
    const { value: kind } = field;
    return kind.kind === 'group' ? leavesOf(kind.fields, here) : [{ ...here, kind }];
  });
}

const TOP = { path: [], names: [''], isRequired: true } as const;

function below(above: Omit<Leaf, 'kind'>, name: string, { label, required }: Field): Omit<Leaf, 'kind'> {
  const { path, names } = above;
  const isTop = path.length === 0;
  return {
    path: [...path, name],
    names: [name, label.zh].map((each, i) => (isTop ? each : `${names[i] ?? ''}.${each}`)),
    isRequired: above.isRequired && required,
  };
}

/** Numbers and coded values as the type has them; a code may be written as its Chinese label. */
function valueOf(text: string, kind: Value): string | number {
  if (kind.kind === 'integer') return /^\d{1,9}$/.test(text) ? Number(text) : text;
  if (kind.kind === 'citizen-number') return text.toUpperCase();
  if (kind.kind !== 'code' || Object.hasOwn(kind.codes, text)) return text;
  const named = Object.entries(kind.codes).find(([, label]) => label.zh === text.normalize('NFC'));
  return named?.[0] ?? text;
}

/** Names come from the type, never from the file. */
function put(into: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) into[name] = value;
  else put((into[name] ??= {}) as Record<string, unknown>, rest, value);
}
