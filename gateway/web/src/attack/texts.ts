import type { AttackName } from '../../../src/play/format';
import type { Text } from '../language/language';

export interface AttackTexts {
  readonly title: Text;
  readonly about: Text;
  /** What to do first. */
  readonly waiting: Text;
  /** Why it cannot be played here. */
  readonly impossible?: Text;
}

const contractFirst: Text = {
  zh: '先让合同成立（故事一第 8 步）。',
  en: 'Let the contract be concluded first (step 8 of story 1).',
};

export const attackTexts: Record<AttackName, AttackTexts> = {
  'stolen-token': {
    title: { zh: '使用偷来的令牌', en: 'Use a stolen token' },
    about: {
      zh: '有人偷听到劳动者钱包的一次完整调用，拿着令牌和持有证明再去用。',
      en: 'Somebody overhears a whole call of the worker’s wallet, and tries its token and its proof.',
    },
    waiting: contractFirst,
  },
  'rewrite-ledger': {
    title: { zh: '改写账本', en: 'Rewrite the ledger' },
    about: {
      zh: '运营者用自己的密钥改写一段历史，拿给劳动者的钱包看；又在账本副本里改一条记录。真实账本不受影响。',
      en: 'The operator rewrites history with its own key and shows it to the worker’s wallet; then changes a record in a copy of the ledger. The real ledger stays as it is.',
    },
    waiting: contractFirst,
    impossible: {
      zh: '这个平台的账本由多个机构共同维护，没有哪个运营者能独自改写，所以这里没有可按的按钮。',
      en: 'Several organisations keep the ledger of this platform; no operator could rewrite it alone, so there is no button to press.',
    },
  },
  'revoked-proof': {
    title: { zh: '撤回授权，再出示旧证明', en: 'Revoke, and show the old proof' },
    about: {
      zh: '公民撤回授权之后，银行拿出撤回之前的账本证明。',
      en: 'After the citizen revoked a grant, the bank shows the ledger’s proof from before.',
    },
    waiting: {
      zh: '先演公民授权的故事，直到公民撤回。',
      en: 'Play the story of the consent first, until the citizen revokes.',
    },
  },
  'rewrite-log': {
    title: { zh: '改写存证日志', en: 'Rewrite the log' },
    about: {
      zh: '一个省用日志自己的密钥改写一条旧记录，重新签署，拿给见证方、账本和离线核验的人。真实日志不受影响。',
      en: 'A province changes an old entry of its own evidence log and signs it again with the log’s keys; shows it to a witness, to the ledger and to an offline verifier. The real log stays as it is.',
    },
    waiting: contractFirst,
  },
};
