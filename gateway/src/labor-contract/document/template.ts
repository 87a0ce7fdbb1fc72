import type { Json } from '@renxin/chaincode/canonical';

/**
 * A document's text as data. Its canonical bytes have a published SM3, so that everybody can tell which text a contract
 * was made from. Format: docs/formats/contract-document.md.
 */
export type Template = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'contract' | 'amendment' | 'certificate';
  /** The kind of term that a contract's text is for. */
  readonly termType?: 'FIXED' | 'OPEN_ENDED' | 'PROJECT';
  readonly title: string;
  readonly blocks: readonly Block[];
};

/**
 * `{{/pointer}}` stands for the field at that JSON pointer. A block or cell with `when` appears only if the condition
 * holds: `/a` (present and not empty), `!/a`, `/a=VALUE`, or several joined by `|` (any) or `&` (all).
 */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'subtitle'; readonly text: string }
  | { readonly kind: 'caption'; readonly text: string; readonly when?: string }
  | { readonly kind: 'table'; readonly rows: readonly Row[] }
  /** 第…条: articles are numbered in the order in which they appear. */
  | { readonly kind: 'article'; readonly text: string; readonly when?: string }
  | { readonly kind: 'paragraph'; readonly text: string; readonly when?: string }
  /** （一）: items are numbered within their article. */
  | { readonly kind: 'item'; readonly text: string; readonly when?: string }
  /** 1. : every text of a field that has many. */
  | { readonly kind: 'list'; readonly field: string; readonly when?: string }
  | { readonly kind: 'note'; readonly text: string; readonly when?: string }
  | { readonly kind: 'signatures'; readonly boxes: readonly SignatureBox[] };

export type Row = { readonly cells: readonly Cell[]; readonly when?: string };
export type Cell = { readonly label: string; readonly text: string };
export type SignatureBox = {
  readonly party: 'employer' | 'worker';
  readonly heading: string;
  readonly lines: readonly string[];
  readonly inside: string;
};

/** What fills a template. */
export interface Source {
  /** The field's text, or its several texts; undefined when the member is absent. Marked when it matters most. */
  field(pointer: string): { readonly text: string | readonly string[]; readonly mark: boolean } | undefined;
  /** The member itself, for conditions. */
  value(pointer: string): Json | undefined;
}

/** A part of a filled text: words of the template, or the value of a field. */
export interface Part {
  readonly text: string;
  readonly field?: string;
  readonly mark?: true;
}

/**
 * A template's text with its fields filled in. A full stop after a field that ends in one is dropped.
 * @throws RangeError when the text names a field that is absent or has several texts: a defect of the template.
 */
export function fill(text: string, source: Source): readonly Part[] {
  const parts: Part[] = [];
  for (const [i, piece] of text.split(/\{\{([^}]+)\}\}/).entries()) {
    if (i % 2 === 0) {
      const stop = piece.startsWith('。') && /[。！？；]$/.test(parts.at(-1)?.text ?? '');
      if (stop ? piece.length > 1 : piece !== '') parts.push({ text: stop ? piece.slice(1) : piece });
      continue;
    }
    const field = source.field(piece);
    if (typeof field?.text !== 'string') throw new RangeError(`template names the field ${piece}`);
    if (field.text !== '')
      parts.push({ text: field.text, field: piece, ...(field.mark ? { mark: true } : {}) });
  }
  return parts;
}

/** Whether a condition holds. */
export function holds(condition: string | undefined, source: Source): boolean {
  if (condition === undefined) return true;
  return condition.split('|').some((any) => any.split('&').every((one) => holdsOne(one, source)));
}

function holdsOne(condition: string, source: Source): boolean {
  if (condition.startsWith('!')) return !holdsOne(condition.slice(1), source);
  const [pointer = '', wanted] = condition.split('=');
  const value = source.value(pointer);
  if (wanted !== undefined) return value === wanted;
  return value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
