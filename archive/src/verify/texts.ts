import type { ChainCode, DocumentCode, TimeStampCode } from '@renxin/seal/verify';
import type { ProofCode } from '@renxin/network/proof';
import type { BundleCode } from '../bundle/index.js';
import { claimsConcerns, claimsStatements, claimsStepTexts } from './bundle/claims-texts.js';
import { codeConcerns, codeStatements, codeStepTexts } from './code/texts.js';
import { consentConcerns, consentStatements, consentStepTexts } from './consent/texts.js';
import {
  credentialConcerns,
  credentialRefusals,
  credentialStatements,
  credentialStepTexts,
} from './credential/texts.js';
import { factsConcerns, factsStatements, factsStepTexts } from './facts/texts.js';
import { packageConcerns, packageRefusals, packageStatements, packageStepTexts } from './package/texts.js';
import { ofdConcerns, ofdStatements, ofdStepTexts } from './ofd/texts.js';
import { sealConcerns, sealRefusals, sealStatements, sealStepTexts } from './seal/texts.js';
import { logStatementTexts, logStepConcerns, logStepTexts } from './log/texts.js';
import { pdfConcerns, pdfStatements, pdfStepTexts } from './pdf/texts.js';
import { renderingConcerns, renderingStatements, renderingStepTexts } from './rendering/texts.js';
import type { TrustCode } from './trust.js';

/** What a step is about; kept apart so that one never hides another. */
export type Concern = 'format' | 'integrity' | 'signer' | 'trust' | 'time' | 'ledger' | 'state' | 'holder';

/** Every step, with what it is about. */
export const stepConcerns = {
  recognise: 'format',
  'trust-file': 'trust',
  'trust-artefact': 'integrity',
  'trust-signer': 'trust',
  container: 'format',
  manifest: 'integrity',
  'exporter-signature': 'signer',
  statement: 'format',
  commitments: 'integrity',
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
  history: 'ledger',
  operators: 'trust',
  founding: 'trust',
  'party-keys': 'signer',
  conclusion: 'ledger',
  preparation: 'ledger',
  layout: 'integrity',
  'identity-records': 'signer',
  checkpoints: 'time',
  'time-line': 'time',
  'exporter-key': 'trust',
  export: 'ledger',
  state: 'state',
  ...claimsConcerns,
  ...factsConcerns,
  ...packageConcerns,
  ...logStepConcerns,
  ...codeConcerns,
  ...consentConcerns,
  ...credentialConcerns,
  ...sealConcerns,
  ...pdfConcerns,
  ...ofdConcerns,
  ...renderingConcerns,
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
  ...packageRefusals,
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

/** What `@renxin/network/proof` says about proofs of the ledger. */
const ledger: Record<ProofCode, Text> = {
  PROOF_FORMAT: { zh: '账本证明的格式不正确。', en: 'A proof from the ledger does not have its form.' },
  HEADER_SIGNATURE: { zh: '区块头的签名不成立。', en: 'The signature over a block header does not hold.' },
  OPERATOR_UNKNOWN: {
    zh: '区块头的签名者不是信任文件中该账本的运营者。',
    en: 'A block header is signed by a key that is not an operator of this ledger in the trust file.',
  },
  COMMAND_NOT_IN_BLOCK: { zh: '该操作不在区块内。', en: 'The command is not in the block.' },
  STATE_NOT_IN_ROOT: {
    zh: '该记录与区块头的状态根不符。',
    en: 'The record is not what the state root of the header says.',
  },
  LEDGER_OTHER: { zh: '区块头属于另一个账本。', en: 'A header belongs to another ledger.' },
  LEDGER_FORKED: {
    zh: '账本有两个不同的历史：账本被分叉或改写。',
    en: 'There are two histories of the ledger: it was forked or rewritten.',
  },
  LEDGER_STALE: { zh: '出示的是较早的区块头。', en: 'An older header is shown where a later one belongs.' },
  LEDGER_TIME: { zh: '较晚的区块头时间更早。', en: 'A later header has an earlier time.' },
  ENDORSEMENT_SIGNATURE: {
    zh: '交易或读取上的背书签名不成立。',
    en: 'A signature of an endorser or submitter over a transaction or a read does not hold.',
  },
  ENDORSER_UNKNOWN: {
    zh: '背书者的证书不属于其机构的节点。',
    en: 'An endorser is, by its certificate, not a peer of the organisation that it names.',
  },
  ENDORSEMENTS_TOO_FEW: {
    zh: '背书的机构未过半数。',
    en: 'Not a majority of the organisations of the channel stands behind it.',
  },
  ORDERERS_TOO_FEW: {
    zh: '区块头的排序节点签名不足。',
    en: 'The block header is not signed by enough orderers of the channel.',
  },
  COMMIT_NOT_SHOWN: {
    zh: '没有证明该交易有效：它在区块内，但可能未生效。',
    en: 'Nothing shows that the transaction was valid: it stands in the block and may have changed nothing.',
  },
};

/** What a step may say. A code without a text does not compile where it is used. */
export const stepTexts = {
  ...pdfStepTexts,
  ...refusals,
  ...claimsStepTexts,
  ...factsStepTexts,
  ...packageStepTexts,
  ...codeStepTexts,
  ...consentStepTexts,
  ...credentialRefusals,
  ...sealRefusals,
  ...sealStepTexts,
  ...ofdStepTexts,
  ...renderingStepTexts,
  ...credentialStepTexts,
  ...seal,
  ...ledger,
  ...logStepTexts,
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
  CONTAINER_OK: {
    zh: '容器完整，字节是其文件的唯一编码。',
    en: 'The container is whole, and the one encoding of its files.',
  },
  MANIFEST_OK: {
    zh: '所有文件与清单一致，没有增加、缺少或改动。',
    en: 'All files are those of the manifest: none added, missing or changed.',
  },
  OTHER_LEDGER: { zh: '其中一个部分属于另一个账本。', en: 'A part belongs to another ledger.' },
  EXPORTER_SIGNATURE: {
    zh: '导出机构对清单的签名不成立。',
    en: "The exporter's signature over the manifest does not hold.",
  },
  EXPORTER_SIGNATURE_OK: {
    zh: '导出机构对清单的签名成立。',
    en: "The exporter's signature over the manifest holds.",
  },
  COMMITMENTS_OK: {
    zh: '每个承诺都由其盐值和摘要算出。',
    en: 'Every commitment is the one of its salt and digest.',
  },
  STATEMENT_OK: {
    zh: '平台说明和导出记录格式正确，属于本合同。',
    en: 'The statement of the platform and the record of the export have their form and are about this contract.',
  },
  CUSTODY_DIFFERS: {
    zh: '导出记录与签名机构或合同不符。',
    en: 'The record of the export names another contract or organisation.',
  },
  PROOFS_OK: {
    zh: '每个操作和记录都在已签名的区块头之下。',
    en: 'Every command and the record stand under a signed block header.',
  },
  PROOF_ORDER: {
    zh: '账本证明的顺序或名称不正确。',
    en: 'The proofs from the ledger are not in order or not named as they must be.',
  },
  FOREIGN_PROOF: {
    zh: '其中的账本证明属于另一份合同。',
    en: 'A proof from the ledger is about another contract.',
  },
  COMMAND_INPUT: {
    zh: '账本上的操作不含应有的内容。',
    en: 'A command on the ledger does not hold what it must.',
  },
  HISTORY_OK: { zh: '所有区块头属于同一个历史。', en: 'All block headers belong to one history.' },
  HISTORY_INCOMPLETE: {
    zh: '缺少证明某个区块头属于该历史的材料。',
    en: 'Nothing shows that a block header belongs to this history.',
  },
  OPERATORS_OK: {
    zh: '所有区块头由信任文件中的运营者在其任期内签名。',
    en: 'All block headers are signed by operators of the trust file in their periods.',
  },
  OPERATOR_PERIOD: {
    zh: '区块头由不在任期内的运营者密钥签名。',
    en: 'A block header is signed by an operator key outside its period.',
  },
  LEDGER_UNKNOWN: { zh: '信任文件不涉及这个账本。', en: 'The trust file is about another ledger.' },
  FOUNDING_OK: {
    zh: '账本始于信任文件所载的创始区块。',
    en: 'The ledger begins with the founding block of the trust file.',
  },
  FOUNDING_MISSING: { zh: '缺少创始记录的证明。', en: 'The proof of the founding record is not there.' },
  GENESIS_OTHER: {
    zh: '创始区块不是信任文件所载的：这是另一个账本。',
    en: 'The founding block is not the one of the trust file: this is another ledger.',
  },
  FOUNDING_SIGNATURES: {
    zh: '创始记录缺少创始机构的签名，或签名不成立。',
    en: 'A signature of a founder over the founding record is missing or does not hold.',
  },
  ENROLMENT_APPROVALS: {
    zh: '机构的登记缺少应有的批准。',
    en: 'The enrolment of an organisation lacks the approvals it needs.',
  },
  BINDING_AUTHORITY: {
    zh: '密钥不是由登记的身份机构绑定的。',
    en: 'A key was not bound by an identity authority of the registry.',
  },
  BINDING_SIGNATURE: {
    zh: '密钥绑定或更换的签名不成立。',
    en: 'A signature over the binding or change of a key does not hold.',
  },
  KEY_COMMAND_UNKNOWN: {
    zh: '密钥历史中有本核验器不支持的操作。',
    en: 'The history of a key holds a command that this verifier does not follow.',
  },
  KEY_NOT_BOUND: {
    zh: '当时账本上没有该方的密钥。',
    en: 'The ledger had no key of this party at that time.',
  },
  SIGNER_NOT_BOUND: {
    zh: '账本上没有把密钥绑定给该签名方。',
    en: 'The ledger never bound a key to this signer.',
  },
  SIGNER_KEY_OTHER: {
    zh: '证书的密钥不是账本绑定给该方的密钥。',
    en: "The certificate's key is not the one that the ledger bound to this party.",
  },
  PARTY_KEYS_OK: {
    zh: '双方证书的密钥正是账本由身份机构绑定、登记的密钥。',
    en: "Both certificates are for the keys that the ledger's authorities bound to these parties.",
  },
  EXPORTER_KEY_OK: { zh: '清单的签名密钥属于导出机构。', en: "The key over the manifest is the exporter's." },
  EXPORTER_KEY_OTHER: {
    zh: '清单的签名密钥不是导出机构的密钥。',
    en: "The key over the manifest is not the exporter's.",
  },
  EXPORTER_UNKNOWN: { zh: '不知道导出机构的密钥。', en: 'The key of the exporter is not known.' },
  CONCLUSION_OK: {
    zh: '账本记录了合同的订立：双方的消息已签名，所有承诺均能打开。',
    en: 'The ledger holds the conclusion: both messages are signed, and every commitment opens.',
  },
  AMENDMENT_OK: {
    zh: '账本记录了这次变更：双方的消息已签名，所有承诺均能打开。',
    en: 'The ledger holds this amendment: both messages are signed, and every commitment opens.',
  },
  CONCLUSION_MISSING: {
    zh: '缺少订立或变更的账本证明。',
    en: 'The proof of the conclusion or amendment is not there.',
  },
  CONCLUSION_TWICE: {
    zh: '同一次订立或变更有两个账本证明。',
    en: 'There are two proofs of one conclusion or amendment.',
  },
  OTHER_CONTRACT: { zh: '签署记录属于另一份合同。', en: 'The signed record is about another contract.' },
  MESSAGE_DIFFERS: {
    zh: '账本上的消息与签署记录不符。',
    en: 'A message on the ledger differs from what was signed.',
  },
  MESSAGE_SIGNATURE: {
    zh: '账本上的消息签名不成立。',
    en: 'The signature of a message on the ledger does not hold.',
  },
  ACTIVATION_DIFFERS: {
    zh: '密钥启用记录与签名中的不符。',
    en: 'The record of the activation is not the one that the signature names.',
  },
  PREPARATION_OK: {
    zh: '签署前已告知劳动者，条款、模板和文件与账本一致。',
    en: 'The worker was told before signing, and terms, template and document are those of the ledger.',
  },
  PREPARATION_MISSING: {
    zh: '缺少起草、告知或锁定的账本证明。',
    en: 'The proof of the draft, the disclosure or the lock is not there.',
  },
  TEMPLATE_DIFFERS: { zh: '模板与账本上的摘要不符。', en: 'The template is not the one on the ledger.' },
  DISCLOSURE_DIFFERS: {
    zh: '告知内容与账本上的摘要不符。',
    en: 'What was told is not what the ledger names.',
  },
  LAYOUT_OK: { zh: '所示页面与双方签名所指的一致。', en: 'The pages are those whose digests both signed.' },
  LAYOUT_ABSENT: { zh: '证据包内没有所示页面。', en: 'The bundle does not hold the pages that were shown.' },
  LAYOUT_DIFFERS: {
    zh: '页面与双方签名所指的不一致。',
    en: 'The pages are not those whose digests both signed.',
  },
  IDENTITY_OK: {
    zh: '双方身份核验的记录与签名消息一致。',
    en: 'The records of how identity was proven are those that the parties committed to.',
  },
  IDENTITY_SANDBOX_USED: {
    zh: '身份核验的记录一致，但核验由沙箱完成，未查询真实证件。',
    en: 'The records of identity are the right ones, but a sandbox proved it: no real document was asked.',
  },
  IDENTITY_DIFFERS: {
    zh: '身份核验记录属于另一方或另一份合同。',
    en: 'A record of identity is about another party or contract.',
  },
  CHECKPOINTS_OK: {
    zh: '签名中引用的区块头属于这个历史：签名不早于它们。',
    en: 'The headers named in the signatures belong to this history: the signatures are not older.',
  },
  TIME_LINE_OK: {
    zh: '区块、签名、时间戳和上链的顺序一致。',
    en: 'Checkpoint, signature, time-stamp and block stand in order.',
  },
  RECORDED_LATE: {
    zh: '签名与时间戳或上链之间超过一天。',
    en: 'More than a day lies between signing and time-stamp or block.',
  },
  TIME_CONTRADICTION: {
    zh: '区块、签名和时间戳的时间互相矛盾。',
    en: 'The times of checkpoint, signature, time-stamp and block contradict each other.',
  },
  EXPORT_OK: {
    zh: '账本记录了这个证据包的导出。',
    en: 'The ledger recorded that this bundle was handed out.',
  },
  EXPORT_OTHER: {
    zh: '导出记录是关于另一份合同、机构或用途的。',
    en: 'The recorded export is about another contract, organisation or purpose.',
  },
  EXPORT_COMMITMENT: {
    zh: '账本上记录的导出不是这个证据包。',
    en: 'The recorded export is of another bundle.',
  },
  STATE_OK: { zh: '账本证明了所示的状态。', en: 'The ledger shows the state of the contract.' },
  RECORD_ABSENT: { zh: '账本证明该记录不存在。', en: 'The ledger shows that there is no such record.' },
  STATE_ABSENT: { zh: '账本上没有这份合同的记录。', en: 'The ledger has no record of this contract.' },
  STATE_OTHER: {
    zh: '状态证明属于另一份合同或与所附证明不符。',
    en: 'The proof of state is about another contract or does not fit the other proofs.',
  },
  STATE_AMENDMENT_MISSING: {
    zh: '账本上还有证据包未包含的变更。',
    en: 'The ledger has an amendment that the bundle does not hold.',
  },
  STATE_BEFORE: {
    zh: '所问的时间早于合同的存在。',
    en: 'At the time asked about the contract did not exist yet.',
  },
  STATUS_TOO_OLD: {
    zh: '状态证明早于所允许的最长期限，目前状态未知。',
    en: 'The proof of state is older than allowed: the present state is not known.',
  },
  COMMAND_PROOF_OK: { zh: '该操作在已签名的区块内。', en: 'The command stands in a signed block.' },
  STATE_PROOF_OK: {
    zh: '该记录（或其不存在）与区块头一致。',
    en: 'The record, or its absence, is what the block header says.',
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
  ...pdfStatements,
  ...claimsStatements,
  ...factsStatements,
  ...packageStatements,
  ...logStatementTexts,
  ...codeStatements,
  ...consentStatements,
  ...credentialStatements,
  ...sealStatements,
  ...ofdStatements,
  ...renderingStatements,
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

  ON_LEDGER: {
    zh: '合同的订立记录在账本上，时间有上下界。',
    en: 'The conclusion stands on the ledger, and its time is bounded on both sides.',
  },
  EXPORT_RECORDED: {
    zh: '证据包的导出记录在账本上。',
    en: 'The hand-out of this bundle stands on the ledger.',
  },
  STATE_SHOWN: {
    zh: '合同在状态证明的时间处于所示状态。',
    en: 'The contract was in the given state at the time of the proof.',
  },
  COMMAND_COMMITTED: {
    zh: '该操作已由账本的运营者记入账本。',
    en: 'An operator of the ledger has recorded this command.',
  },
  RECORD_AS_SHOWN: {
    zh: '该记录在证明的时间如所示。',
    en: 'The record was as shown at the time of the proof.',
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
  SANDBOX: {
    zh: '平台有沙箱或测试部分，不具有真实效力。',
    en: 'Parts of the platform are sandboxes or for testing and stand for nothing real.',
  },
  IDENTITY_SANDBOX: {
    zh: '没有证明：签署人的真实身份（身份核验由沙箱完成）。',
    en: 'Not proven: who the signers really are (identity was proven by a sandbox).',
  },
  TEST_LEDGER: {
    zh: '账本是测试账本。',
    en: 'The ledger is one for testing.',
  },
  LAYOUT_IS_DOCUMENT: {
    zh: '没有证明：所示页面与 PDF 的显示相同（核验不重新排版，请对照查看）。',
    en: 'Not proven: that the pages shown look like the PDF (they are not rendered again here; compare them).',
  },
  AFTER_STATE: {
    zh: '没有证明：状态证明之后发生的事情。',
    en: 'Not proven: what happened after the proof of state.',
  },
  ONE_HEADER_ONLY: {
    zh: '没有证明：该区块头属于信任文件所载账本的历史（单个证明不含历史）。',
    en: 'Not proven: that this header belongs to the history that the trust file names (a single proof holds no history).',
  },
  ONE_ORDERER: {
    zh: '区块只有一个排序节点的签名（Raft）：区块的顺序由它一方担保，内容由过半数机构背书。',
    en: 'A block carries the signature of one orderer (Raft): the order of the blocks is its word alone; what they hold a majority of organisations endorsed.',
  },
  FEW_OPERATORS: {
    zh: '背后的独立运营者少于两个：一个运营者可能另有一份不同的账本。',
    en: 'Fewer than two independent operators stand behind it: a single one could keep another version of its ledger.',
  },
} as const satisfies Record<string, Text>;

export type StatementCode = keyof typeof statementTexts;
