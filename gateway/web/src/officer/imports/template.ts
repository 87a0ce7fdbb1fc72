import type { NamedSchema } from '@renxin/credentials/schema';
import type { Text } from '../../language/language';
import { rowsOf } from '../../schemas/catalogue';
import { examplesOf } from '../issue/claims';

/** A CSV with the heading of a type in Chinese and one invented row, to be filled in with any table program. */
export function templateOf({ definition }: NamedSchema): string {
  const leaves = rowsOf(definition.fields).filter(({ field }) => field.value.kind !== 'group');
  const example = examplesOf(definition.word);
  const heading = leaves.map(({ name }) => labelOf(name, definition.fields).zh);
  const cells = leaves.map(({ name }) => example[`/${name.replaceAll('.', '/')}`] ?? '');
  // With the mark that table programs know UTF-8 by.
  return `\ufeff${[heading, cells].map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`;
}

/** A column in words: `评价机构.名称` for a field of a group, the name itself where there is no such field. */
export function labelOf(name: string, fields: NamedSchema['definition']['fields']): Text {
  const [first = '', ...rest] = name.split('.');
  const field = fields[first];
  if (field === undefined) return { zh: name, en: name };
  const { value, label } = field;
  if (value.kind !== 'group' || rest.length === 0) return label;
  const inside = labelOf(rest.join('.'), value.fields);
  return { zh: `${label.zh}.${inside.zh}`, en: `${label.en}: ${inside.en}` };
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
