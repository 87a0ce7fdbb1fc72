/** What the report says about the exporter's own claims. */

export const claimsConcerns = { provenance: 'time', certificate: 'integrity' } as const;

export const claimsStepTexts = {
  PROVENANCE_OK: {
    zh: '来源说明中从生成到上链的时间与账本一致；来源本身为平台自述。',
    en: 'The delay from creation to anchoring is the one that the ledger shows; the source itself is the platform’s word.',
  },
  PROVENANCE_DIFFERS: {
    zh: '来源说明与账本不符。',
    en: 'The statement of provenance contradicts the ledger.',
  },
  EVIDENCE_CERTIFICATE_OK: {
    zh: '出证报告所指的文件、当事人和区块与证据一致。',
    en: 'The certificate of evidence is about this document, these parties and this block.',
  },
  CERTIFICATE_DIFFERS: {
    zh: '出证报告与证据不符。',
    en: 'The certificate of evidence contradicts the evidence.',
  },
} as const;

export const claimsStatements = {
  LOG_NOT_CHECKED: {
    zh: '没有核验：证据包内的存证日志证明（信任文件不含日志）。',
    en: 'Not checked: the proof from an evidence log in the bundle (the trust file names no logs).',
  },
  PROVENANCE_CLAIMED: {
    zh: '没有证明：上链之前的来源和生成过程（平台自述）。',
    en: 'Not proven: source and generation before it was recorded (the platform’s word).',
  },
} as const;
