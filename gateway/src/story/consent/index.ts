import type { AccessLog, ConsentAnswer } from '@renxin/wallets/api';
import { act, notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { Story, StoryStep } from '../story.js';
import { consentArtefacts } from './artefacts.js';
import { demandByCourt } from './order.js';
import { askingFor, fetchOf, FIELDS, keepBytes, own, THREE } from './own.js';
import { questionOf } from './question.js';

const fetching = (id: string, nth: { zh: string; en: string }): StoryStep => ({
  id,
  role: 'bank',
  title: { zh: `银行${nth.zh}取数`, en: `The bank fetches ${nth.en}` },
  expected: 'done',
  run: (stage) =>
    act(stage, 'bank', 'consent-fetch', fetchOf(stage), (result) => {
      const { left } = result as { left: number };
      return {
        zh: `只得到授权的两个字段，做成凭证；账本计数，还剩 ${left} 次。`,
        en: `Only the two granted fields, as a credential; counted on the ledger, ${left} left.`,
      };
    }),
});

export const consent: Story = {
  id: 'consent',
  title: {
    zh: '公民用电子社保卡授权使用个人数据',
    en: 'A citizen authorises the use of data with the electronic social-security card',
  },
  about: {
    zh: '约两分钟。银行要收入核验数据，公民决定给什么、给多久，随时撤回。电子社保卡是沙箱。',
    en: 'About two minutes. A bank wants data for an income check; the citizen decides what and how long, and revokes at any time. The card is a sandbox.',
  },
  artefacts: consentArtefacts,
  steps: [
    {
      id: 'citizen',
      role: 'citizen',
      title: {
        zh: '公民用电子社保卡（沙箱）登记一个只对数源单位使用的标识',
        en: 'The citizen registers an identifier for the data source alone, with the card (sandbox)',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'consent-enrol', {}, (result) => {
          own(stage).citizen = (result as { identifier: string }).identifier;
          return {
            zh: '同一个人，另一个随机标识：账本上与劳动合同无从关联。',
            en: 'The same person under another random identifier: the ledger links it to no labor contract.',
          };
        }),
    },
    {
      id: 'three-fields',
      role: 'bank',
      title: {
        zh: '银行为贷款核验申请三个字段，目录只允许两个',
        en: 'The bank asks for three fields where the catalogue allows two',
      },
      expected: 'FIELD_NOT_NECESSARY',
      run: (stage) =>
        act(stage, 'bank', 'consent-request', askingFor(stage, THREE), () => notRefused, {
          zh: '被拒绝：缴费基数不是该用途所必需（个人信息保护法第六条），请求没有送到公民。',
          en: 'Refused: the purpose does not need the contribution base (PIPL article 6); the citizen is not asked.',
        }),
    },
    {
      id: 'request',
      role: 'bank',
      title: { zh: '银行申请两个字段', en: 'The bank asks for two fields' },
      expected: 'done',
      run: (stage) =>
        act(stage, 'bank', 'consent-request', askingFor(stage, FIELDS), (result) => {
          own(stage).consent = (result as ConsentAnswer).consent.consent;
          return { zh: '请求已签名并上链。', en: 'The request is signed and on the ledger.' };
        }),
    },
    {
      id: 'fetch-before-grant',
      role: 'bank',
      title: { zh: '银行在授权之前就想取数', en: 'The bank tries to fetch before the grant' },
      expected: 'CONSENT_NOT_GRANTED',
      run: (stage) =>
        act(stage, 'bank', 'consent-fetch', fetchOf(stage), () => notRefused, {
          zh: '被拒绝：本人尚未授权。',
          en: 'Refused: the citizen has not granted it.',
        }),
    },
    {
      id: 'grant',
      role: 'citizen',
      title: {
        zh: '公民看清谁、什么、为何、多久，签名授权',
        en: 'The citizen sees who, what, why and how long, and grants by signature',
      },
      expected: 'done',
      asks: { kind: 'consent', question: questionOf },
      async run(stage, decision) {
        const input = { consent: own(stage).consent };
        if (!decision.agrees) {
          const reason = decision.reason ?? '不同意';
          const refused = await act(stage, 'worker', 'consent-refuse', { ...input, reason }, () => ({
            zh: '已拒绝；同一用途不会再问。',
            en: 'Refused; this is not asked again for this purpose.',
          }));
          return refused.came === 'done' ? { ...refused, came: 'declined' } : refused;
        }
        const granted = await act(stage, 'worker', 'consent-grant', input, () => ({
          zh: '授权已上链；钱包核对了账本证明。',
          en: 'The grant is on the ledger; the wallet checked the proof.',
        }));
        if (granted.came === 'done') await keepState(stage, 'grant.state-proof.json');
        return granted;
      },
    },
    fetching('fetch', { zh: '第一次', en: 'once' }),
    fetching('fetch-again', { zh: '第二次', en: 'twice' }),
    {
      id: 'one-too-many',
      role: 'bank',
      title: { zh: '银行再取一次', en: 'The bank fetches once too many' },
      expected: 'CONSENT_USED_UP',
      run: (stage) =>
        act(stage, 'bank', 'consent-fetch', fetchOf(stage), () => notRefused, {
          zh: '被拒绝：次数已用完。',
          en: 'Refused: used as often as granted.',
        }),
    },
    {
      id: 'revoke',
      role: 'citizen',
      title: { zh: '公民撤回同意', en: 'The citizen revokes' },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'consent-revoke', { consent: own(stage).consent }, () => ({
          zh: '撤回已上链，立即生效；银行须在十五日内删除。',
          en: 'Revoked on the ledger, at once; the bank has fifteen days to delete.',
        })),
    },
    {
      id: 'fetch-after-revocation',
      role: 'bank',
      title: { zh: '银行紧接着取数', en: 'The bank’s very next call' },
      expected: 'CONSENT_REVOKED',
      run: (stage) =>
        act(stage, 'bank', 'consent-fetch', fetchOf(stage), () => notRefused, {
          zh: '被拒绝：本人已撤回。',
          en: 'Refused: the citizen has revoked.',
        }),
    },
    {
      id: 'deletion',
      role: 'bank',
      title: { zh: '银行确认已删除', en: 'The bank confirms that it deleted' },
      expected: 'done',
      run: (stage) =>
        act(
          stage,
          'bank',
          'confirm-deletion',
          { consent: own(stage).consent, statement: '已删除依该授权取得的两份凭证。' },
          () => ({
            zh: '确认已签名上链；是否确已删除，不由此证明。',
            en: 'The confirmation is signed and on the ledger; that it did so is not proven.',
          }),
        ),
    },
    {
      id: 'court-order',
      role: 'court',
      title: {
        zh: '法院依调查令调取（不以同意为依据）',
        en: 'A court demands data on its order, without consent',
      },
      expected: 'done',
      run: (stage) => demandByCourt(stage),
    },
    {
      id: 'access-log',
      role: 'citizen',
      title: {
        zh: '公民查看访问记录，并导出回执',
        en: 'The citizen reads the access log and takes the receipt',
      },
      expected: 'done',
      async run(stage) {
        const answer = await act(stage, 'worker', 'access-log', {}, (result) => {
          const { entries } = result as AccessLog;
          const refused = entries.filter(({ what }) => what === 'refused').length;
          return {
            zh: `共 ${entries.length} 条，其中被拒绝 ${refused} 条，依法调取的也在内。`,
            en: `${entries.length} entries, ${refused} of them refused; the court’s access is there as well.`,
          };
        });
        const input = { consent: own(stage).consent };
        keepBytes(stage, 'consent.receipt.json', await stage.troupe.must('worker', 'consent-receipt', input));
        await keepState(stage, 'grant.revoked.state-proof.json');
        return answer;
      },
    },
  ],
};

async function keepState(stage: Stage, name: string): Promise<void> {
  const input = { consent: own(stage).consent };
  keepBytes(stage, name, await stage.troupe.must('worker', 'consent-state-proof', input));
}
