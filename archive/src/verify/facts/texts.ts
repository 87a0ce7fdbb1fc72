/** What the report says about statements of facts. */

export const factsConcerns = {
  'fact-statement': 'format',
  'fact-signature': 'signer',
  'fact-key': 'trust',
  facts: 'integrity',
} as const;

export const factsStepTexts = {
  FACTS_FORM_OK: {
    zh: '查证事实说明格式正确。',
    en: 'The statement of facts has its form.',
  },
  FACTS_SIGNATURE_OK: {
    zh: '查证事实说明的签名成立。',
    en: 'The signature over the statement of facts holds.',
  },
  FACTS_SIGNATURE: {
    zh: '查证事实说明的签名不成立。',
    en: 'The signature over the statement of facts does not hold.',
  },
  FACTS_KEY_OK: {
    zh: '签名密钥属于所示机构，当时有效。',
    en: 'The key is that of the organisation shown, in force at that time.',
  },
  FACTS_KEY_OTHER: {
    zh: '签名密钥不是所示机构当时的密钥。',
    en: 'The key is not the one that the organisation shown had at that time.',
  },
  FACTS_OTHER: {
    zh: '查证事实说明不是关于这份合同或这本账本的。',
    en: 'The statement of facts is about another contract or another ledger.',
  },
  FACTS_DIFFER: {
    zh: '查证事实说明与账本不符。',
    en: 'The statement of facts contradicts the ledger.',
  },
  FACTS_OK: {
    zh: '查证事实说明与账本一致。',
    en: 'The statement of facts is what the ledger shows.',
  },
} as const;

export const factsStatements = {
  FACTS_STATED: {
    zh: '所示机构对所列事实作了签名说明。',
    en: 'The organisation shown made and signed a statement of these facts.',
  },
  FACTS_ARE_ITS_WORD: {
    zh: '没有证明：所列事实本身（机构自己的说明，未附账本证明）。',
    en: 'Not proven: the facts themselves (the organisation’s word; no proof from the ledger is beside it).',
  },
} as const;
