import type { TlogCode } from '../../tlog/index.js';

/** What the verifier says about evidence logs. */

export const logStepConcerns = {
  'log-proof': 'format',
  'log-opening': 'integrity',
  'log-document': 'integrity',
  'log-inclusion': 'integrity',
  'log-signature': 'signer',
  'log-cosignatures': 'trust',
  'log-anchor': 'ledger',
} as const;

export interface Text {
  readonly zh: string;
  readonly en: string;
}

const formats: Record<TlogCode, Text> = {
  NOTE_FORMAT: { zh: '签名文本（note）的格式不正确。', en: 'The signed note does not have its form.' },
  NOTE_KEY: { zh: '验证公钥的格式不正确。', en: 'A verifier key does not have its form.' },
  NOTE_SIGNATURE: {
    zh: '检查点上已知密钥的签名不成立。',
    en: 'A signature of a known key over the checkpoint does not hold.',
  },
  NOTE_UNSIGNED: {
    zh: '检查点没有日志自己的签名。',
    en: 'No key of the log signed the checkpoint.',
  },
  CHECKPOINT_FORMAT: { zh: '检查点的格式不正确。', en: 'The checkpoint does not have its form.' },
  TILE_FORMAT: { zh: '日志的哈希块缺失或不完整。', en: 'A tile of the log is missing or not whole.' },
  LOG_PROOF_FORMAT: { zh: '日志证明的格式不正确。', en: 'The proof from the log does not have its form.' },
  ADD_CHECKPOINT_FORMAT: {
    zh: '见证请求的格式不正确。',
    en: 'The request to a witness does not have its form.',
  },
};

export const logStepTexts = {
  ...formats,
  LOG_PROOF_OK: {
    zh: '证明、检查点和条目的格式正确。',
    en: 'The proof, its checkpoint and its entry have their form.',
  },
  LOG_ENTRY_FORMAT: {
    zh: '证明不含日志条目，或条目的格式不正确。',
    en: 'The proof holds no entry, or one that does not have its form.',
  },
  LOG_OPENING_OK: {
    zh: '盐值和摘要打开了条目中的两个承诺。',
    en: 'Salt and digests open both commitments of the entry.',
  },
  LOG_OPENING_OTHER: {
    zh: '盐值和摘要打不开条目中的承诺。',
    en: 'Salt and digests do not open the commitments of the entry.',
  },
  LOG_DOCUMENT_OK: {
    zh: '旁边的文件正是条目所承诺的文件。',
    en: 'The file beside it is the one that the entry is about.',
  },
  LOG_DOCUMENT_OTHER: {
    zh: '旁边的文件不是条目所承诺的文件。',
    en: 'The file beside it is not the one that the entry is about.',
  },
  LOG_INCLUSION_OK: { zh: '条目在日志中。', en: 'The entry is in the log.' },
  LOG_NOT_INCLUDED: {
    zh: '条目不在检查点所述的日志中。',
    en: 'The entry is not in the log of this checkpoint.',
  },
  LOG_SIGNATURE_OK: {
    zh: '检查点由信任文件所载的日志密钥签名。',
    en: 'The checkpoint is signed with the keys that the trust file has of this log.',
  },
  LOG_UNKNOWN_ORIGIN: { zh: '信任文件不涉及这个日志。', en: 'The trust file is about other logs.' },
  LOG_SIGNATURE_MISSING: {
    zh: '检查点缺少日志应有的签名。',
    en: 'The checkpoint lacks a signature that this log has to make.',
  },
  LOG_KEY_PERIOD: {
    zh: '检查点由当时不在任期内的日志密钥签名（例如已停用）。',
    en: 'The checkpoint is signed with a key of the log that was not in force then, for example a revoked one.',
  },
  LOG_COSIGNATURES_OK: {
    zh: '足够多的见证方确认检查点与其先前所见一致。',
    en: 'Enough witnesses saw the checkpoint, and that it extends all they saw before.',
  },
  LOG_COSIGNATURES_TOO_FEW: {
    zh: '受信任见证方的共同签名不足。',
    en: 'Too few of the trusted witnesses cosigned the checkpoint.',
  },
  LOG_COSIGNATURE_FUTURE: {
    zh: '见证方的共同签名时间在未来。',
    en: 'A witness cosigned in the future.',
  },
  LOG_ANCHOR_OK: {
    zh: '账本记录了这个检查点。',
    en: 'The ledger recorded this checkpoint.',
  },
  LOG_ANCHOR_OTHER: {
    zh: '账本记录的是另一个检查点。',
    en: 'What the ledger recorded is another checkpoint.',
  },
} as const satisfies Record<string, Text>;

export const logStatementTexts = {
  LOGGED: {
    zh: '条目在该机构的存证日志中，不晚于见证方的共同签名。',
    en: 'The entry stands in the evidence log of this organisation, not later than the cosignatures of its witnesses.',
  },
  LOGGED_DOCUMENT: {
    zh: '旁边的文件当时已经存在，逐字节未变。',
    en: 'The file beside it existed then, byte for byte.',
  },
  LOG_ANCHORED: {
    zh: '账本记录了该日志的检查点。',
    en: 'The ledger recorded the checkpoint of this log.',
  },
  TEST_LOG: { zh: '日志和见证方用于测试。', en: 'The log and its witnesses are for testing.' },
  LOG_DOCUMENT_NOT_SHOWN: {
    zh: '没有证明：条目是关于哪份文件的（旁边没有该文件）。',
    en: 'Not proven: which file the entry is about (the file is not beside it).',
  },
  LOG_ANCHOR_NOT_SHOWN: {
    zh: '没有证明：账本记录了该检查点（未附账本证明）。',
    en: 'Not proven: that the ledger recorded the checkpoint (no proof of it is carried).',
  },
} as const satisfies Record<string, Text>;
