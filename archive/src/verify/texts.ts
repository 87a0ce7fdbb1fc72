import type { ChainCode, DocumentCode, TimeStampCode } from '@renxin/seal/verify';
import type { BundleCode } from '../bundle/index.js';
import type { Concern } from './report.js';
import type { TrustCode } from './trust.js';

/** Every step, with what it is about. */
export const stepConcerns = {
  recognise: 'format',
  'trust-file': 'trust',
  'trust-artefact': 'integrity',
  'trust-signer': 'trust',
  container: 'format',
  manifest: 'integrity',
  'exporter-signature': 'signer',
  companions: 'format',
  document: 'integrity',
  'time-stamp-sm2': 'time',
  'time-stamp-ecdsa': 'time',
  'time-stamp-authority-sm2': 'trust',
  'time-stamp-authority-ecdsa': 'trust',
  'worker-signature': 'signer',
  'employer-signature': 'signer',
  'pages-shown': 'integrity',
  'worker-certificate': 'trust',
  'employer-certificate': 'trust',
  'ledger-proofs': 'ledger',
  'state-proof': 'ledger',
  history: 'ledger',
  operators: 'trust',
  founding: 'trust',
  'party-keys': 'signer',
  conclusion: 'ledger',
  preparation: 'ledger',
  'identity-records': 'signer',
  checkpoints: 'time',
  'time-line': 'time',
  'exporter-key': 'trust',
  export: 'ledger',
  state: 'state',
} as const satisfies Record<string, Concern>;

export type StepName = keyof typeof stepConcerns;

interface Text {
  readonly zh: string;
  readonly en: string;
}

/** What `@renxin/seal/verify` says about certificates, signatures and time-stamps. */
type SealCode = DocumentCode | TimeStampCode | Extract<ChainCode, 'CHAIN_UNKNOWN_ROOT'>;

const seal: Record<SealCode, Text> = {
  NOT_DER: { zh: '签名数据不是规范的 DER 编码。', en: 'The signature is not in the strict encoding (DER).' },
  FORMAT: { zh: '签名数据的格式不正确。', en: 'The signature does not have its form.' },
  ALG: { zh: '使用了不被接受的算法。', en: 'An algorithm is used that is not accepted.' },
  SIG_VALUE: { zh: '签名值不成立。', en: 'The signature does not hold.' },
  DATA_HASH: {
    zh: '签名不是对这份文件作出的，或文件被改动过。',
    en: 'The signature is over other bytes than this document.',
  },
  SIGNER_CERTIFICATE: {
    zh: '签名指明的证书不是所附的证书。',
    en: 'The signature names another certificate than the one it carries.',
  },
  SIGNER_CHAIN: { zh: '签名人的证书链不成立。', en: "The chain of the signer's certificate does not hold." },
  SIGNER_KEYUSAGE: {
    zh: '签名人的证书不得用于签署文件。',
    en: "The signer's certificate is not for signing documents.",
  },
  SIGNER_NOT_VALID_AT_SIGNING: {
    zh: '签名时签名人的证书不在有效期内。',
    en: "The signer's certificate was not in its period when it signed.",
  },
  SIGNER_REVOKED_BEFORE: {
    zh: '签名人的证书在签名之前已被撤销。',
    en: "The signer's certificate was revoked before it signed.",
  },
  SIGNING_TIME_AFTER: {
    zh: '所称的签名时间晚于时间戳。',
    en: 'The claimed time of signing is later than the time-stamp.',
  },
  CRL_SIGNATURE: { zh: '撤销列表的签名不成立。', en: 'The signature of a revocation list does not hold.' },
  CRL_UNUSED: {
    zh: '附有与证书无关的撤销列表。',
    en: 'A revocation list is carried that concerns none of the certificates.',
  },
  REVOCATION_UNKNOWN: {
    zh: '无法得知证书当时是否已被撤销。',
    en: 'It is not known whether a certificate was revoked at that time.',
  },
  NO_TRUSTED_TIME: {
    zh: '没有可信时间，无法判断签名时证书的状态。',
    en: 'There is no trusted time at which to judge the certificate.',
  },
  TRUST_NOT_GIVEN: {
    zh: '未提供信任文件，未核验信任。',
    en: 'No trust file was given, so trust is not checked.',
  },
  CHAIN_UNKNOWN_ROOT: { zh: '签发机构不在信任文件中。', en: 'The issuer is not in the trust file.' },
  TS_NOT_GRANTED: { zh: '时间戳请求未被批准。', en: 'The time-stamp was not granted.' },
  TS_IMPRINT: { zh: '时间戳不是对这份文件作出的。', en: 'The time-stamp is over another file.' },
  TS_NONCE: { zh: '时间戳不是对这次请求的回答。', en: 'The time-stamp answers another request.' },
  TS_POLICY: { zh: '时间戳的策略不被接受。', en: 'The policy of the time-stamp is not accepted.' },
  TS_CERTIFICATE: {
    zh: '时间戳指明的证书不是所附的证书。',
    en: 'The time-stamp names another certificate than the one it carries.',
  },
  TS_CHAIN: {
    zh: '时间戳机构的证书链不成立。',
    en: "The chain of the time-stamp authority's certificate does not hold.",
  },
  TS_EKU: { zh: '该证书不得用于签发时间戳。', en: 'The certificate is not for time-stamping.' },
  TS_FUTURE: { zh: '时间戳的时间在未来。', en: 'The time-stamp is from the future.' },
  TS_NOT_VALID_AT_TIME: {
    zh: '签发时间戳时证书不在有效期内。',
    en: "The authority's certificate was not in its period at that time.",
  },
  TS_REVOKED: { zh: '时间戳机构的证书已被撤销。', en: "The authority's certificate was revoked." },
};

/** What a bundle's parts and a trust file are refused for. */
const refusals: Record<BundleCode | TrustCode, Text> = {
  CONTAINER_MALFORMED: { zh: '文件不是完整的 ZIP 容器。', en: 'The file is not a whole ZIP container.' },
  CONTAINER_LIMITS: {
    zh: '容器超出允许的大小或文件数。',
    en: 'The container is larger, or holds more files, than allowed.',
  },
  CONTAINER_PATH: { zh: '容器内有不允许的文件路径。', en: 'The container holds a path that is not allowed.' },
  CONTAINER_DUPLICATE: { zh: '容器内同一路径出现两次。', en: 'A path occurs twice in the container.' },
  CONTAINER_NOT_CANONICAL: {
    zh: '容器的字节不是其文件应有的唯一编码：容器被改动过。',
    en: 'The container is not the one encoding of its files: it was changed.',
  },
  MANIFEST_MALFORMED: { zh: '清单的格式不正确。', en: 'The manifest does not have its form.' },
  MANIFEST_FILE_MISSING: {
    zh: '清单列出的文件不在证据包内。',
    en: 'A file that the manifest lists is not in the bundle.',
  },
  MANIFEST_FILE_EXTRA: {
    zh: '证据包内有清单未列出的文件。',
    en: 'The bundle holds a file that the manifest does not list.',
  },
  MANIFEST_DIGEST: {
    zh: '文件与清单中的摘要不符：文件被改动过。',
    en: 'A file differs from its digest in the manifest: it was changed.',
  },
  PART_MISSING: { zh: '缺少核验所需的部分。', en: 'A part that is needed is not there.' },
  PART_MALFORMED: { zh: '其中一个部分的格式不正确。', en: 'A part does not have its form.' },
  COMMITMENT_MISSING: {
    zh: '缺少打开账本承诺所需的盐值。',
    en: 'The salt that opens a commitment on the ledger is not there.',
  },
  COMMITMENT_MISMATCH: {
    zh: '内容与账本上的承诺不符。',
    en: 'The content is not what the commitment on the ledger is about.',
  },
  TRUST_MALFORMED: { zh: '信任文件的格式不正确。', en: 'The trust file does not have its form.' },
  TRUST_SIGNATURE: {
    zh: '信任文件的签名不成立：文件是伪造的或被改动过。',
    en: 'The signature of the trust file does not hold: it is forged or was changed.',
  },
};

/** What a step may say. A code without a text does not compile where it is used. */
export const stepTexts = {
  ...refusals,
  ...seal,
  EARLIER_STEP: {
    zh: '前面的步骤未能成立，本步骤未核验。',
    en: 'Not checked, because an earlier step did not hold.',
  },
  STEP_ERROR: {
    zh: '核验本步骤时出错，按不成立处理。',
    en: 'An error occurred in this step, which counts as a fail.',
  },
  FORMAT_UNKNOWN: { zh: '无法识别的文件格式。', en: 'The format of this file is not known.' },

  TRUST_OK: { zh: '信任文件有效。请核对其指纹。', en: 'The trust file is valid. Compare its fingerprint.' },
  TRUST_FINGERPRINT: {
    zh: '信任文件的指纹与预期不符。',
    en: 'The fingerprint of the trust file is not the expected one.',
  },
  TRUST_NOT_YET_VALID: { zh: '信任文件尚未生效。', en: 'The trust file is not valid yet.' },
  TRUST_EXPIRED: { zh: '信任文件已过期。', en: 'The trust file has expired.' },
  TRUST_SIGNED: {
    zh: '该信任文件由其所载签发人签名，未被改动。',
    en: 'The file is signed by the issuer that it names and was not changed.',
  },
  TRUST_SAME_SIGNER: { zh: '签发人与所信任的签发人相同。', en: 'Its issuer is the one who is believed.' },
  TRUST_OTHER_SIGNER: { zh: '签发人不是所信任的签发人。', en: 'Its issuer is not the one who is believed.' },

  COMPANIONS_OK: {
    zh: '文件、双方签名、签署记录和时间戳齐全。',
    en: 'Document, both signatures, their record and the time-stamps are all there.',
  },
  COMPANION_MISSING: {
    zh: '旁边缺少同名的签名、签署记录或时间戳文件。',
    en: 'A signature, the record or a time-stamp is missing beside the file.',
  },
  DOCUMENT_OK: {
    zh: '签署记录所指的正是这份文件和这两个签名。',
    en: 'The record names exactly this document and these two signatures.',
  },
  DOCUMENT_ALTERED: {
    zh: '文件与签署记录中的摘要不符：文件被改动过。',
    en: 'The document differs from its digest in the record: it was changed.',
  },
  SIGNATURE_NOT_NAMED: {
    zh: '签名文件与签署记录中的摘要不符：被改动、调换或取自别处。',
    en: 'A signature differs from its digest in the record: changed, swapped or from elsewhere.',
  },
  TS_OK: {
    zh: '时间戳覆盖文件和双方签名，签名成立。',
    en: 'The time-stamp covers document and signatures, and its signature holds.',
  },
  TS_SUITE: {
    zh: '时间戳的算法不是该位置应有的算法。',
    en: 'The time-stamp is of another algorithm than belongs here.',
  },
  TS_AUTHORITY_OK: {
    zh: '时间戳由受信任的机构签发，证书当时有效。',
    en: 'A trusted authority gave the time-stamp, and its certificate was good at that time.',
  },
  SIGNATURE_OK: { zh: '签名对这份文件成立。', en: 'The signature over this document holds.' },
  CHECKPOINT_OTHER_LEDGER: { zh: '签名引用的是另一个账本。', en: 'The signature refers to another ledger.' },
  SIGNER_POLICY: {
    zh: '证书的类别与签署角色不符。',
    en: 'The certificate is of another kind than this role needs.',
  },
  CERTIFICATE_OK: {
    zh: '签名时证书由受信任的机构签发、在有效期内且未被撤销。',
    en: 'The certificate was of a trusted issuer, in its period and not revoked when it signed.',
  },
  CERTIFICATE_REVOKED_LATER: {
    zh: '签名时证书有效；之后被撤销，不影响此签名。',
    en: 'The certificate was good when it signed. It was revoked later, which does not touch this signature.',
  },
  PAGES_SHOWN_OK: {
    zh: '双方签署的是同一份文件的相同页面。',
    en: 'Both parties signed the same pages of the same document.',
  },
  PAGES_SHOWN_DIFFER: {
    zh: '签名中记载的所见页面与签署记录不符。',
    en: 'The pages named in a signature are not those of the record.',
  },
} as const satisfies Record<string, Text>;

export type StepCode = keyof typeof stepTexts;

export function isStepCode(code: string): code is StepCode {
  return Object.hasOwn(stepTexts, code);
}

/** What a report says is proven, and what is not. */
export const statementTexts = {
  DOCUMENT_UNCHANGED: {
    zh: '文件自签署以来逐字节未变。',
    en: 'The document is byte for byte what was signed.',
  },
  WORKER_SIGNED: {
    zh: '劳动者一方的证书持有人签署了这份文件。',
    en: "The holder of the worker's certificate signed this document.",
  },
  EMPLOYER_SIGNED: {
    zh: '用人单位一方的证书持有人签署了这份文件。',
    en: "The holder of the employer's certificate signed this document.",
  },
  TIME_STAMPED: {
    zh: '文件和双方签名在时间戳的时间已经存在。',
    en: 'Document and both signatures existed at the time of the time-stamps.',
  },
  TRUST_FILE_SIGNED: {
    zh: '信任文件由所信任的签发人签名。',
    en: 'The trust file is signed by the issuer who is believed.',
  },

  CONTENT_TRUTH: {
    zh: '没有证明：内容在签署、上链之前的真实性。',
    en: 'Not proven: that what it says was true before it was signed and recorded.',
  },
  NO_RELIABLE_SIGNATURE_CLAIM: {
    zh: '使用了测试证书或未核验信任，不主张其为可靠电子签名。',
    en: 'Test certificates are used or trust was not checked: no claim of a reliable electronic signature (可靠电子签名) is made.',
  },
  NOBODY_BELIEVED: {
    zh: '没有证明：签名人和时间戳机构是谁（没有可用的信任文件）。',
    en: 'Not proven: who the signers and authorities are (no trust file could be used).',
  },
  LEDGER_NOT_INCLUDED: {
    zh: '没有证明：账本上的记录和目前的状态（这些文件不含账本证明，请核验证据包）。',
    en: 'Not proven: what the ledger recorded and the present state (these files hold no proof from the ledger; verify the evidence bundle).',
  },
  FEW_OPERATORS: {
    zh: '背后的独立运营者少于两个：一个运营者可能另有一份不同的账本。',
    en: 'Fewer than two independent operators stand behind it: a single one could keep another version of its ledger.',
  },
} as const satisfies Record<string, Text>;

export type StatementCode = keyof typeof statementTexts;
