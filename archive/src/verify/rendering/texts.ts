/** What the report says about the sealed pages of certificates and their copies. */

export const renderingConcerns = {
  rendered: 'format',
  'annotated-copy': 'state',
  'rendered-credential': 'signer',
} as const;

export const renderingStepTexts = {
  RENDERED_OK: {
    zh: '签章数据写明了所显示的凭证：标识、摘要和类型。',
    en: 'The sealed data name the credential that is shown: its name, digest and type.',
  },
  RENDERED_MALFORMED: {
    zh: '签章数据中关于凭证的记载不规范或互相矛盾。',
    en: 'What the sealed data say about the credential has not its form, or contradicts itself.',
  },
  RENDERED_BY_ANOTHER: {
    zh: '盖章的不是凭证的签发方。',
    en: 'The pages were not sealed by the issuer of the credential.',
  },
  RENDERED_CREDENTIAL_OK: {
    zh: '旁边的凭证就是所显示的凭证，由其签发方盖章。',
    en: 'The credential beside them is the one that is shown, and its issuer sealed the pages.',
  },
  CREDENTIAL_NOT_INCLUDED: {
    zh: '未附所显示的凭证，其状态未知。',
    en: 'The credential that is shown is not beside them: its state is not known.',
  },
  COPY_OK: {
    zh: '加注件：用途、对象和期限受签章保护，期限未过。',
    en: 'An annotated copy: purpose, recipient and expiry are sealed, and it has not expired.',
  },
  COPY_EXPIRED: {
    zh: '加注件已过有效期，不得再使用。',
    en: 'The annotated copy has expired: it may not be used any more.',
  },
} as const;

export const renderingStatements = {
  CREDENTIAL_RENDERED: {
    zh: '所显示的凭证由盖章的机构签发，签发方认可这些页面。',
    en: 'The credential that is shown was issued by whoever sealed the pages, who stands for them.',
  },
  PAGES_AS_DRAWN: {
    zh: '没有证明：页面的文字与凭证的内容逐项一致（由签发方负责）。',
    en: 'Not proven: that the words on the pages are those of the credential (its issuer answers for that).',
  },
  CREDENTIAL_STATE_UNKNOWN: {
    zh: '没有证明：凭证目前的状态（未附凭证和状态列表）。',
    en: 'Not proven: the present state of the credential, which is not beside it.',
  },
  COPY_USE: {
    zh: '没有证明：加注件被用于所注的用途、由所注的对象使用。',
    en: 'Not proven: that the copy is used for its purpose and by its recipient.',
  },
} as const;
