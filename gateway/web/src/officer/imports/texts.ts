import type { ImportView } from '@renxin/wallets/api';
import type { Text } from '../../language/language';
import { faultText } from '../issue/claims';

export const importStates: Readonly<
  Record<ImportView['state'], Text & { readonly sign: string; readonly look: string }>
> = {
  validating: { sign: '…', look: '', zh: '正在校验', en: 'Being validated' },
  validated: { sign: '?', look: 'warn', zh: '已校验，等待签发', en: 'Validated, not issued yet' },
  issuing: { sign: '…', look: '', zh: '正在签发', en: 'Being issued' },
  done: { sign: '✓', look: 'good', zh: '已完成', en: 'Done' },
  failed: { sign: '✕', look: 'bad', zh: '文件无法导入', en: 'The file cannot be imported' },
  cancelled: { sign: '–', look: 'bad', zh: '已取消', en: 'Cancelled' },
};

export const outcomes = {
  invalid: { zh: '不符合要求', en: 'Not valid' },
  refused: { zh: '签发时被拒绝', en: 'Refused when issued' },
  issued: { zh: '已签发', en: 'Issued' },
  valid: { zh: '可以签发', en: 'Can be issued' },
} as const;

/** Why a file, or a row, cannot be taken, and what to do. */
export function codeText(code: string): Text {
  return codes[code] ?? faultText(code);
}

const codes: Readonly<Record<string, Text>> = {
  IMPORT_ENCODING: {
    zh: '编码认不出来或与声明不符，请另存为 UTF-8 再上传',
    en: 'The encoding is unclear or not as declared: save it as UTF-8 and upload it again',
  },
  IMPORT_MALFORMED: { zh: '不是完整的 CSV，请检查引号', en: 'Not a complete CSV: check the quotes' },
  IMPORT_COLUMNS: {
    zh: '表头与模板不一致，请对照模板改表头',
    en: 'The heading is not that of the template: correct it',
  },
  IMPORT_EMPTY: { zh: '文件里没有数据行', en: 'There are no rows in the file' },
  IMPORT_TOO_LONG: {
    zh: '行数或某一行过长，请拆成几个文件',
    en: 'Too many rows, or one too long: split the file',
  },
  ROW_FORMULA: { zh: '以公式符号开头，请去掉 = + - @', en: 'Begins like a formula: take = + - @ away' },
  ROW_MALFORMED: { zh: '这一行不是 JSON 对象', en: 'This line is no JSON object' },
  ROW_COLUMNS: { zh: '列数与表头不一致', en: 'Another number of cells than the heading has' },
  ROW_GARBLED: { zh: '有乱码，请检查编码', en: 'Garbled characters: check the encoding' },
  NUMBER_DOUBLED: { zh: '证书编号在文件里重复', en: 'The number stands twice in the file' },
  CERTIFICATE_NUMBER_EXISTS: { zh: '证书编号已签发过', en: 'The number was issued before' },
  CERTIFICATE_DATES: {
    zh: '签发日期须在最近 30 天内',
    en: 'The date of issue has to be one of the last 30 days',
  },
  HOLDER_MISMATCH: { zh: '姓名与身份核验记录不一致', en: 'The name is not that of the proven identity' },
  ISSUER_NOT_ACCREDITED: {
    zh: '本省没有签发这类证照的资质',
    en: 'The province is not accredited for this type',
  },
};
