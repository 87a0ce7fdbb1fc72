import type { NamedSchema } from '@renxin/credentials/schema';
import { rowsOf } from '../../schemas/catalogue';
import { examplesOf } from '../issue/claims';

/** A CSV with the heading of a type in Chinese and one invented row, to be filled in with any table program. */
export function templateOf({ definition }: NamedSchema): string {
  const leaves = rowsOf(definition.fields).filter(({ field }) => field.value.kind !== 'group');
  const example = examplesOf(definition.word);
  const heading = leaves.map(({ name }) => labelOf(name, definition.fields));
  const cells = leaves.map(({ name }) => example[`/${name.replaceAll('.', '/')}`] ?? '');
  // With the mark that table programs know UTF-8 by.
  return `\ufeff${[heading, cells].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

function labelOf(name: string, fields: NamedSchema['definition']['fields']): string {
  const [first = '', ...rest] = name.split('.');
  const field = fields[first];
  if (field === undefined) return name;
  const { value, label } = field;
  return value.kind === 'group' ? `${label.zh}.${labelOf(rest.join('.'), value.fields)}` : label.zh;
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
