import { canonical, type Json } from '@renxin/chaincode/canonical';
import type { Terms } from '@renxin/chaincode/labor-law';
import type { Source } from '../template.js';
import { memberAt, termFields, termsSource } from './terms-fields.js';

/** An amendment: the terms in force, the terms that both agree on instead, and its number (1, 2, ...). */
export interface Amendment {
  readonly schema: 1;
  readonly number: number;
  readonly before: Terms;
  readonly after: Terms;
}

export interface Change {
  readonly pointer: string;
  readonly zh: string;
  readonly en: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs between two versions of terms, in the words of the contract. Browser-safe. */
export function changesOf(before: Terms, after: Terms): readonly Change[] {
  return termFields.flatMap(({ pointer, zh, en, read }) => {
    const members = [before, after].map((terms) => memberAt(terms as unknown as Json, pointer));
    if (canonical(members[0] ?? null) === canonical(members[1] ?? null)) return [];
    return [{ pointer, zh, en, before: joined(read(before)), after: joined(read(after)) }];
  });
}

/** An amendment as what fills its template: the fields of the new terms, `/number` and `/changes`. */
export function amendmentSource({ number, before, after }: Amendment): Source {
  const terms = termsSource(after);
  const changes = changesOf(before, after).map(changeText);
  return {
    field: (pointer) => {
      if (pointer === '/number') return { text: String(number), mark: false };
      if (pointer === '/changes') return { text: changes, mark: true };
      return terms.field(pointer);
    },
    value: (pointer) => (pointer === '/changes' ? changes : terms.value(pointer)),
  };
}

function changeText({ zh, before, after }: Change): string {
  if (before === undefined || before === '') return `增加“${zh}”，约定为：${after ?? ''}`;
  if (after === undefined || after === '') return `取消“${zh}”。原约定为：${before}`;
  return `“${zh}”由“${before}”变更为“${after}”`;
}

function joined(text: string | readonly string[] | undefined): string | undefined {
  if (text === undefined || typeof text === 'string') return text;
  return text.map((one, i) => `${String(i + 1)}. ${one.replace(/。$/, '')}`).join('；');
}
