import type { PdfReportCode } from '@renxin/seal/pdf';
import type { DocumentCode, TimeStampCode } from '@renxin/seal/verify';

/** What the report says about PDFs with signatures inside: docs/formats/signed-pdf.md. */

export const pdfConcerns = {
  pdf: 'format',
  'pdf-coverage': 'integrity',
  'pdf-signature': 'signer',
  'pdf-time': 'time',
  'pdf-certificate': 'trust',
  'pdf-time-stamp': 'time',
  'pdf-time-stamp-authority': 'trust',
} as const;

export const pdfStepTexts = {
  PDF_OK: {
    zh: 'PDF 结构严格、无歧义，其中有签名。',
    en: 'A strict PDF with one reading, with signatures inside.',
  },
  NO_SIGNATURE: {
    zh: '文件中没有签名；看得见的印章图样不是签名。',
    en: 'There is no signature inside; a stamp that is only seen is none.',
  },
  PDF_HEADER: { zh: '不是 PDF 文件。', en: 'This is no PDF.' },
  PDF_SYNTAX: {
    zh: 'PDF 语法有误或有多种读法。',
    en: 'The syntax of the PDF is wrong, or can be read in two ways.',
  },
  PDF_XREF: { zh: 'PDF 的交叉引用不成立。', en: 'The cross-reference of the PDF does not hold.' },
  PDF_HYBRID: {
    zh: '同一版本有两份交叉引用，不同软件会看到不同内容。',
    en: 'One revision has two cross-references: readers would see different things.',
  },
  PDF_LOOP: { zh: 'PDF 的引用成环。', en: 'References in the PDF lead back to themselves.' },
  PDF_ENCRYPTED: { zh: 'PDF 已加密。', en: 'The PDF is encrypted.' },
  PDF_TOO_LARGE: { zh: 'PDF 超过核验的规模上限。', en: 'The PDF is larger than what is verified.' },
  PDF_STREAM: { zh: 'PDF 的数据流不成立。', en: 'A stream of the PDF does not hold.' },
  PDF_OBJECT: {
    zh: 'PDF 的对象与交叉引用所述不符。',
    en: 'An object of the PDF is not what the cross-reference says.',
  },
  PDF_STRUCTURE: { zh: 'PDF 的文档结构不成立。', en: 'The structure of the PDF does not hold.' },
  PDF_FIELD: { zh: '签名域不成立。', en: 'A signature field does not hold.' },
  PDF_COVERAGE_OK: {
    zh: '签名覆盖当时的整个文件，此后只增加了签名、时间戳和验证数据。',
    en: 'The signature covers the whole document as it then was; only signatures, time-stamps and validation data were added since.',
  },
  BYTE_RANGE: {
    zh: '签名没有覆盖整个文件：除签名值外还有字节未被覆盖。',
    en: 'The signature does not cover the whole document: more than its own value is left out.',
  },
  COVERAGE: { zh: '签名值在签名之后被替换。', en: 'The signature value was replaced after it was made.' },
  CHANGE_CONTENT: { zh: '签名之后改动了文件内容。', en: 'Content was changed after the signature.' },
  CHANGE_CATALOG: { zh: '签名之后改动了文档目录。', en: 'The catalogue was changed after the signature.' },
  CHANGE_FORM: { zh: '签名之后改动了表单。', en: 'The form was changed after the signature.' },
  CHANGE_FIELD: {
    zh: '签名之后增加或改动了表单域。',
    en: 'A form field was added or changed after the signature.',
  },
  CHANGE_ANNOTATION: {
    zh: '签名之后增加或改动了批注。',
    en: 'An annotation was added or changed after the signature.',
  },
  CHANGE_REMOVED: { zh: '签名之后删除了对象。', en: 'An object was taken away after the signature.' },
  CHANGE_REVIVED: {
    zh: '签名之后补上了签名时引用而不存在的对象（影子攻击）。',
    en: 'After the signature an object was added that the signed state referred to and did not have (a shadow attack).',
  },
  CHANGE_AFTER_LAST: { zh: '文件末尾有多余字节。', en: 'There are bytes after the end of the document.' },
  PDF_SIGNATURE_OK: {
    zh: '签名由所附证书的密钥作出，覆盖文件的这些字节。',
    en: 'The signature was made over exactly these bytes with the key of the certificate inside.',
  },
  SUBFILTER: { zh: '不接受的签名形式。', en: 'A form of signature that is not accepted.' },
  SIGNING_TIME_INSIDE: {
    zh: 'PAdES 签名的时间应写在签名字典中，不应写在 CMS 中。',
    en: 'A PAdES signature states its time in the dictionary, not in the CMS.',
  },
  PDF_TIME_OK: {
    zh: '签名在可信时间戳的时间已经存在。',
    en: 'The signature existed at the time of a trusted time-stamp.',
  },
  PDF_TIME_STAMP_OK: { zh: '时间戳覆盖整个文件。', en: 'The time-stamp covers the whole document.' },
} as const satisfies Record<OwnCode, { zh: string; en: string }> & { readonly [code: string]: unknown };

/** What only a PDF can say; the other codes of its steps have their texts where document signatures are. */
type OwnCode = Exclude<
  PdfReportCode,
  DocumentCode | TimeStampCode | 'PDF_NOT_PREPARED' | 'PDF_CONTENTS_TOO_SMALL'
>;

export const pdfStatements = {
  SIGNED_INSIDE: {
    zh: '文件内的每个签名覆盖当时的整个文件，此后没有改动内容。',
    en: 'Each signature inside covers the whole document as it then was, and no content was changed since.',
  },
  STAMP_WORDS: {
    zh: '没有证明：印章图样中的文字（由准备文件的一方绘制，请以签名报告为准）。',
    en: 'Not proven: what the words of a stamp say (whoever prepared the document drew them; the report says who signed).',
  },
} as const;
