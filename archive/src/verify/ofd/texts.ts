/** What the report says about signed and sealed OFD documents; about seals themselves see seal/texts.ts. */

export const ofdConcerns = {
  ofd: 'format',
  'ofd-signatures': 'format',
  'sealed-content': 'integrity',
  stamps: 'integrity',
  'ofd-signature': 'signer',
  'ofd-time': 'time',
  'ofd-certificate': 'trust',
  'sealed-form': 'integrity',
} as const;

export const ofdStepTexts = {
  OFD_OK: {
    zh: '文件是一份完整的 OFD，容器和结构符合规定。',
    en: 'The file is one whole OFD; its container and structure are as they must be.',
  },
  OFD_FORMAT: { zh: 'OFD 的结构不正确。', en: 'The OFD does not have its structure.' },
  XML_MALFORMED: { zh: '文件内的 XML 不规范。', en: 'An XML file in it is not well-formed.' },
  XML_FORBIDDEN: {
    zh: '文件内的 XML 含有不允许的文档类型、实体或处理指令。',
    en: 'An XML file in it holds a document type, an entity or a processing instruction.',
  },
  XML_LIMITS: { zh: '文件内的 XML 超出限度。', en: 'An XML file in it is larger than is read.' },
  UNSIGNED: {
    zh: '文件没有电子签章；页面上的图案不是签章。',
    en: 'The document has no signature; a picture of a seal on a page is none.',
  },
  SIGNATURE_UNLISTED: {
    zh: '文件内有未列入签名列表的签名。',
    en: 'The package holds a signature that is not in the list of signatures.',
  },
  SIGNATURE_TYPE: {
    zh: '列为不带印章的签名，却带有印章图样。',
    en: 'A signature that is listed as one without a seal has a seal or a stamp.',
  },
  OFD_SIGNATURES_OK: {
    zh: '文件内的每个签名都列在签名列表中。',
    en: 'Every signature of the package is in the list.',
  },
  REFERENCE_ALG: {
    zh: '签章保护的文件使用了不被接受的杂凑算法。',
    en: 'The digests of the sealed files are of a hash function that is not accepted.',
  },
  REFERENCE_HASH: {
    zh: '签章之后文件被改动或删除。',
    en: 'A file was altered or taken away after it was sealed.',
  },
  UNCOVERED_FILE: {
    zh: '文件内有未被签章保护的内容。',
    en: 'The package holds a file that the signature does not cover.',
  },
  SEALED_CONTENT_OK: {
    zh: '文件的全部内容受签章保护，且未被改动。',
    en: 'All of the document is covered by the signature and is unchanged.',
  },
  SEAL_FILE_MISMATCH: {
    zh: '文件中显示的印章不是签章所用的印章。',
    en: 'The seal in the file is not the one of the signature.',
  },
  STAMP_PLACE: { zh: '印章的位置不在文件的页面上。', en: 'A seal stands on no page of the document.' },
  STAMPS_OK: {
    zh: '印章的位置在文件的页面上，受签章保护。',
    en: 'The seals stand on pages of the document; their places are covered.',
  },
  SEALED_FORM_OK: {
    zh: '同一合同的 OFD 成立：页面文字与双方所签一致，劳动者在其中签名，用人单位在其上盖章。',
    en: 'The contract as OFD holds: the words of the pages that both signed, with the worker’s own signature and the employer’s seal.',
  },
  SEALED_FORM_DIFFERS: {
    zh: 'OFD 的页面与双方签署的页面不一致。',
    en: 'The OFD does not show the pages that both signed.',
  },
  SEALED_FORM_SIGNERS: {
    zh: 'OFD 中的签名和印章不是本合同双方的。',
    en: 'The signature and the seal in the OFD are not those of the parties of this contract.',
  },
  OFD_SIGNATURE_OK: {
    zh: '不带印章的数字签名（GB/T 35275）由所附证书的密钥作出，覆盖当时的全部内容。',
    en: 'A signature without a seal (GB/T 35275), made over all that was there with the key of the certificate inside.',
  },
  OFD_TIME_OK: {
    zh: '签名在可信时间已经存在：依其自带的时间戳，或依其后带时间戳的签章。',
    en: 'The signature existed at a trusted time: by its own time-stamp, or by that of a later signature.',
  },
} as const;

export const ofdStatements = {
  OFD_SIGNED: {
    zh: '证书持有人以其密钥在文件内签名，当时证书有效。',
    en: 'The holder of the certificate signed inside the document; the certificate was valid then.',
  },
  OFD_UNCHANGED: {
    zh: '文件自最后一次盖章以来未被改动。',
    en: 'The document is unchanged since it was last sealed.',
  },
} as const;
