/** What the report says about archive packages. */

export const packageConcerns = {
  package: 'format',
  'package-signature': 'signer',
  'package-key': 'trust',
  'package-description': 'integrity',
  'four-property-report': 'integrity',
  registration: 'ledger',
  'registered-package': 'ledger',
} as const;

/** Codes with which the parts of a package are refused. */
export const packageRefusals = {
  BAG_FOLDER: { zh: '归档信息包不是单一目录。', en: 'The package is not one folder.' },
  BAG_INFO: { zh: 'bag-info.txt 的格式不正确。', en: 'bag-info.txt does not have its form.' },
  BAG_MANIFEST: {
    zh: '归档信息包的清单与其中的文件不符。',
    en: 'A manifest of the package is not about the files that are there.',
  },
  PACKAGE_FILE_EXTRA: {
    zh: '归档信息包内有不应有的文件。',
    en: 'The package holds a file that does not belong there.',
  },
  PACKAGE_DIFFERS: {
    zh: '归档信息包的说明与其内容不符。',
    en: 'The description of the package is not about this package.',
  },
} as const;

export const packageStepTexts = {
  REGISTRATION_OK: {
    zh: '账本上归档登记的证明成立，承诺已打开。',
    en: 'The proof of the registration on the ledger holds, and its commitments open.',
  },
  REGISTRATION_OTHER: {
    zh: '归档登记不是关于这个归档信息包的。',
    en: 'The registration is not about this package.',
  },
  REGISTRATION_DIGEST: {
    zh: '归档信息包与登记的不一致。',
    en: 'It is not the package that was registered.',
  },
  REGISTERED_PACKAGE: {
    zh: '正是账本上登记的归档信息包。',
    en: 'It is the package that was registered on the ledger.',
  },
  PACKAGE_OK: {
    zh: '归档信息包完整：清单（SHA-256、SHA-512、SM3）、元数据和文件一致。',
    en: 'The package is whole: manifests (SHA-256, SHA-512, SM3), metadata and files fit together.',
  },
  PACKAGE_SIGNATURE: {
    zh: '对归档信息包的签名不成立。',
    en: 'The signature over the package does not hold.',
  },
  PACKAGE_SIGNATURE_OK: {
    zh: '对归档信息包的签名成立。',
    en: 'The signature over the package holds.',
  },
  PACKAGE_KEY_OK: { zh: '签名密钥属于制作机构。', en: 'The key is that of the organisation that made it.' },
  PACKAGE_KEY_OTHER: {
    zh: '签名密钥不是制作机构的密钥。',
    en: 'The key is not that of the organisation that made it.',
  },
  PACKAGE_MAKER_UNKNOWN: { zh: '不知道制作机构的密钥。', en: 'The key of the maker is not known.' },
  PACKAGE_EVENTS: {
    zh: '过程信息与账本证明不符。',
    en: 'The events are not those that the proofs from the ledger show.',
  },
  PACKAGE_DESCRIPTION_OK: {
    zh: '过程信息中的每个账本事件都有证明。',
    en: 'Each event of the ledger has its proof.',
  },
  FOUR_PROPERTY_FAILED: {
    zh: '四性检测有不通过的项目（一票否决）。',
    en: 'An item of the four-property check fails (one veto).',
  },
  FOUR_PROPERTY_DIFFERS: {
    zh: '重新检测的结果与所附报告不同。',
    en: 'Checked again, the items come out otherwise than in the report.',
  },
  FOUR_PROPERTY_OK: {
    zh: '软件能检测的项目重新检测，结果与所附报告一致；其余须人工检查。',
    en: 'What software can check was checked again and comes out as in the report; the rest is left to people.',
  },
} as const;

export const packageStatements = {
  PACKAGE_MADE: {
    zh: '归档信息包由其制作机构签名，自那时起未变。',
    en: 'The package is signed by the organisation that made it and unchanged since.',
  },
  FOUR_PROPERTY_CHECKED: {
    zh: '四性检测中软件能检测的项目没有不通过。',
    en: 'No item of the four-property check that software can make fails.',
  },
  PACKAGE_BY_PEOPLE: {
    zh: '没有证明：四性检测中须人工检查的项目（病毒、软硬件环境、归档范围等）。',
    en: 'Not proven: the items of the four-property check that are left to people (viruses, environment, scope and others).',
  },
} as const;
