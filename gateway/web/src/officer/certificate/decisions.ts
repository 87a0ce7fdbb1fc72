import type { Text } from '../../language/language';

/** What a province can decide about a certificate in a state, what it does, and for which reasons. */
export interface Decision {
  readonly name: string;
  readonly label: Text;
  readonly effect: readonly Text[];
  /** True for what can be undone by no later decision. */
  readonly forGood: boolean;
  readonly reasons: readonly string[];
  /** What the platform is asked, besides the reason. */
  readonly body: Readonly<Record<string, string>>;
}

const refused = (zh: string, en: string): Text => ({
  zh: `从此刻起，各省核验都会拒绝，理由是“${zh}”。`,
  en: `From now on every province’s verification refuses it: ${en}.`,
});
const lists: Text = { zh: '账本和状态列表随即更新。', en: 'Ledger and status lists follow at once.' };
const told: Text = {
  zh: '按过去时间核验的结论不变。',
  en: 'Verifications as of the past stay as they were.',
};

const suspend: Decision = {
  name: 'suspend',
  label: { zh: '暂扣', en: 'Suspend' },
  effect: [
    refused('已暂扣', 'suspended'),
    { zh: '可以发还，发还后恢复有效。', en: 'It can be given back, and is valid then.' },
    lists,
    told,
  ],
  forGood: false,
  reasons: ['inquiry', 'complaint', 'court-order'],
  body: { decision: 'suspend' },
};

const reinstate: Decision = {
  name: 'reinstate',
  label: { zh: '发还', en: 'Give back' },
  effect: [{ zh: '证照恢复有效，各省核验通过。', en: 'It is valid again everywhere.' }, lists, told],
  forGood: false,
  reasons: ['inquiry-closed', 'order-lifted'],
  body: { decision: 'reinstate' },
};

const takeUp: Decision = {
  name: 'take-up',
  label: { zh: '解除其他状态', en: 'Take up again' },
  effect: [{ zh: '证照恢复有效，各省核验通过。', en: 'It is valid again everywhere.' }, lists, told],
  forGood: false,
  reasons: ['reissued'],
  body: { decision: 'take-up' },
};

const annul: Decision = {
  name: 'annul',
  label: { zh: '撤销', en: 'Annul' },
  effect: [
    refused('已撤销', 'revoked'),
    {
      zh: '以本证照为依据的其他证照也不再有效。',
      en: 'Certificates that rest on it are no longer good either.',
    },
    lists,
    told,
  ],
  forGood: true,
  reasons: ['fraud', 'issued-in-error'],
  body: { decision: 'revoke', ground: 'annulled' },
};

const withdraw: Decision = {
  ...annul,
  name: 'withdraw',
  label: { zh: '吊销', en: 'Withdraw' },
  reasons: ['offence', 'court-order'],
  body: { decision: 'revoke', ground: 'withdrawn' },
};

const withdrawTransfer: Decision = {
  name: 'withdraw-transfer',
  label: { zh: '取消转出', en: 'Withdraw the transfer' },
  effect: [
    {
      zh: '证照留在本省，恢复有效；接收省不能再转入。',
      en: 'It stays here and is valid again; the other province can no longer take it over.',
    },
    lists,
  ],
  forGood: false,
  reasons: ['stays'],
  body: { decision: 'withdraw-transfer' },
};

/** The decisions that are possible in a state: docs/formats/e-certificate.md. */
export function decisionsIn(state: string): readonly Decision[] {
  switch (state) {
    case 'VALID':
      return [suspend, annul, withdraw];
    case 'SUSPENDED':
      return [reinstate, annul, withdraw];
    case 'SET_ASIDE':
      return [takeUp, annul, withdraw];
    case 'TRANSFERRING':
      return [withdrawTransfer, annul, withdraw];
    case 'EXPIRED':
      return [annul, withdraw];
    default:
      return [];
  }
}

/** Everything that a decision does, and whether it can be taken back. */
export function effectsOf({ effect, forGood }: Decision): readonly Text[] {
  return forGood ? [...effect, { zh: '此决定不能撤回。', en: 'This cannot be taken back.' }] : effect;
}
