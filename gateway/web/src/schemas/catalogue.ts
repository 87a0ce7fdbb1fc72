import { namedSchemas, type Field, type NamedSchema } from '@renxin/credentials/schema';
import type { Text } from '../language/language';

/** A field of a type, flat: `assessor.uscc` for a field of a group. */
export interface FieldRow {
  readonly name: string;
  readonly field: Field;
}

/** Every type, each in its latest version; what is derived from them for one verifier is not listed. */
export const catalogue: readonly NamedSchema[] = namedSchemas().filter(
  ({ definition }, _i, all) =>
    !definition.word.endsWith('-claim') &&
    all.findLast((other) => other.definition.word === definition.word)?.definition === definition,
);

/** Those whose holders are people: what an official issues at the desk. */
export const ofPersons = catalogue.filter(({ definition }) => definition.keys.organisation === undefined);

/** Every version of a type, the latest first. */
export function versionsOf(word: string): readonly NamedSchema[] {
  return namedSchemas()
    .filter(({ definition }) => definition.word === word)
    .toReversed();
}

export function rowsOf(fields: Readonly<Record<string, Field>>, prefix = ''): FieldRow[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const row = { name: prefix + name, field };
    return field.value.kind === 'group' ? [row, ...rowsOf(field.value.fields, `${prefix}${name}.`)] : [row];
  });
}

/** What a field may hold, in words. */
export function holds({ value }: Field): Text {
  switch (value.kind) {
    case 'text':
      return { zh: `文字，最多 ${value.most} 字`, en: `text, at most ${value.most} characters` };
    case 'pattern':
      return { zh: `形如 ${value.pattern}`, en: `of the form ${value.pattern}` };
    case 'integer':
      return {
        zh: `${value.least} 至 ${value.most} 的整数`,
        en: `whole number, ${value.least} to ${value.most}`,
      };
    case 'code': {
      const labels = Object.values(value.codes);
      return { zh: labels.map(({ zh }) => zh).join('、'), en: labels.map(({ en }) => en).join(', ') };
    }
    default:
      return kinds[value.kind];
  }
}

const kinds = {
  name: { zh: '姓名，2 至 50 字', en: 'name, 2 to 50 characters' },
  date: { zh: '日期', en: 'date' },
  'date-time': { zh: '日期和时间，带时区', en: 'date and time with its zone' },
  'citizen-number': { zh: '公民身份号码（GB 11643）', en: 'citizen number (GB 11643)' },
  uscc: { zh: '统一社会信用代码（GB 32100）', en: 'unified social credit code (GB 32100)' },
  region: { zh: '行政区划代码（GB/T 2260）', en: 'region code (GB/T 2260)' },
  'bank-card': { zh: '银行卡号', en: 'bank card number' },
  digest: { zh: '摘要（SM3，base64url）', en: 'digest (SM3, base64url)' },
  'certificate-identifier': { zh: '电子证照标识（GB/T 36904）', en: 'e-certificate identifier (GB/T 36904)' },
  group: { zh: '一组字段', en: 'a group of fields' },
} as const;
