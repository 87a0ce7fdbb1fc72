import type { JsonObject } from '@renxin/chaincode/canonical';
import { assessorsAccreditation, shanghai } from '../../demonstration/organisations.js';
import type { SyntheticPerson } from '../../demonstration/people.js';
import type { Bilingual, DataQuestion } from '../../play/format.js';
import { act, notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { StepResult, Story, StoryStep } from '../story.js';
import { certificateArtefacts, keepHolder, keepWithStatus } from './artefacts.js';
import { endRecognitions, official } from './official.js';
import { ISSUING, own, PURPOSE, VERIFYING } from './own.js';
import { noCopyWhileSuspended, sealedSteps } from './sealed.js';
import { shownBySomebodyElse } from './thief.js';

interface Received {
  readonly certificate: string;
  readonly credential: JsonObject;
}

const holderOf = (towards: string, id: string, zh: string, en: string): StoryStep => ({
  id,
  role: 'worker',
  title: { zh, en },
  expected: 'done',
  async run(stage) {
    own(stage).person ??= await stage.troupe.must<SyntheticPerson>('worker', 'introduce');
    return act(stage, 'worker', 'become-holder', { towards }, (result) => {
      const { identifier } = result as { identifier: string };
      if (towards === ISSUING) own(stage).holder = identifier;
      return {
        zh: '一把只对这个省使用的密钥；账本上的两个标识互不相关。',
        en: 'A key for this province alone; on the ledger the two identifiers have nothing in common.',
      };
    });
  },
});

const issueInput = (stage: Stage, change: object = {}) => ({
  holder: own(stage).holder,
  at: ISSUING,
  name: own(stage).person?.name,
  citizenNumber: own(stage).person?.citizenNumber,
  level: '3',
  issuedOn: stage.today(),
  ...change,
});

const show = (stage: Stage, done: Bilingual, refused: Bilingual, change: object = {}): Promise<StepResult> =>
  act(
    stage,
    'worker',
    'show',
    { derivation: own(stage).derivation, at: ISSUING, verifier: VERIFYING, purpose: PURPOSE, ...change },
    () => done,
    refused,
  );

/** The worker shows it once more, and the province answers with the state that the certificate is in now. */
const refusedShow = (id: string, expected: string, title: Bilingual, refused: Bilingual): StoryStep => ({
  id,
  role: 'worker',
  title,
  expected,
  run: (stage) => show(stage, notRefused, refused),
});

const decision = (id: string, body: object, title: Bilingual, done: Bilingual): StoryStep => ({
  id,
  role: 'province',
  title,
  expected: 'done',
  run: (stage) =>
    official(stage, ISSUING, `/api/v1/e-certificates/${own(stage).certificate ?? ''}/decisions`, body, done),
});

export const certificates: Story = {
  id: 'certificates',
  title: { zh: '一省核验另一省的证书', en: 'A province verifies another’s certificate' },
  about: {
    zh: '广东的评价机构签发技能等级证书，劳动者只向上海出示等级。之后每一种不该通过的情形，都有各自的理由。',
    en: 'An assessor in Guangdong issues a skill certificate; the worker shows Shanghai the level alone. Then each case that must not pass, with a reason of its own.',
  },
  artefacts: certificateArtefacts,
  steps: [
    holderOf(
      ISSUING,
      'holder',
      '劳动者向广东核验身份，登记持证密钥',
      'The worker proves identity to Guangdong and registers a key for certificates',
    ),
    {
      id: 'not-accredited',
      role: 'assessor',
      title: {
        zh: '评价机构想签发它没有资质的职称证书',
        en: 'The assessor tries to issue a professional title, for which it is not accredited',
      },
      expected: 'ISSUER_NOT_ACCREDITED',
      run: (stage) =>
        act(stage, 'assessor', 'issue', issueInput(stage, { type: 'professional-title' }), () => notRefused, {
          zh: '被拒绝：签发日账本上没有这类证书的资质。',
          en: 'Refused: on the issue date the ledger has no accreditation for this type.',
        }),
    },
    {
      id: 'issue',
      role: 'assessor',
      title: {
        zh: '评价机构签发高级工证书，广东会签并上链',
        en: 'The assessor issues the certificate; Guangdong countersigns and puts it on the ledger',
      },
      expected: 'done',
      run: (stage) =>
        act(stage, 'assessor', 'issue', issueInput(stage), (result) => {
          own(stage).certificate = (result as { certificate: string }).certificate;
          return {
            zh: `资质 ${assessorsAccreditation.accreditation.type} 在签发日有效；账本上只有承诺值。`,
            en: `Accredited for ${assessorsAccreditation.accreditation.type} on that day; the ledger holds a commitment only.`,
          };
        }),
    },
    {
      id: 'receive',
      role: 'worker',
      title: { zh: '劳动者的钱包收下证书', en: 'The worker’s wallet receives the certificate' },
      expected: 'done',
      async run(stage) {
        const answer = await stage.troupe.act('worker', 'receive-certificates', { towards: ISSUING });
        const calls = answer.calls.map((call) => ({ from: 'worker' as const, ...call }));
        const held = ((answer.result ?? []) as readonly Received[]).find(
          ({ certificate }) => certificate === own(stage).certificate,
        );
        if (held === undefined) return { came: answer.code ?? 'NOT_FOUND', outcome: notRefused, calls };
        await keepWithStatus(stage, 'certificate.vc', held.credential, held.credential);
        const outcome = {
          zh: '证书加密保存在本人钱包里，回执已核对。',
          en: 'Kept in the wallet, encrypted; the receipt was checked.',
        };
        return { came: 'done', outcome, calls };
      },
    },
    ...sealedSteps,
    holderOf(
      VERIFYING,
      'holder-elsewhere',
      '劳动者在上海登记另一把密钥',
      'The worker registers another key in Shanghai',
    ),
    {
      id: 'not-recognised',
      role: 'worker',
      title: {
        zh: '上海尚未互认时，劳动者出示等级',
        en: 'The worker shows the level before Shanghai recognises it',
      },
      expected: 'NOT_RECOGNISED',
      async run(stage) {
        await endRecognitions(stage, VERIFYING, { of: ISSUING, type: 'vocational-skill-level' });
        const asked = { certificate: own(stage).certificate, at: ISSUING, verifier: VERIFYING };
        const { derivation } = await stage.troupe.must<{ derivation: string }>('worker', 'ask-claim', {
          ...asked,
          claims: ['level'],
        });
        own(stage).derivation = derivation;
        await stage.troupe.must('assessor', 'derive', { at: ISSUING });
        return show(stage, notRefused, {
          zh: '被拒绝：上海还没有互认规则。出示的只有等级，由评价机构为上海单独派生。',
          en: 'Refused: Shanghai has no rule of recognition yet. Only the level was shown, derived by the assessor for Shanghai.',
        });
      },
    },
    {
      id: 'recognise',
      role: 'other-province',
      title: {
        zh: '上海决定互认广东的职业技能等级证书',
        en: 'Shanghai decides to recognise Guangdong’s skill level certificates',
      },
      expected: 'done',
      run: (stage) =>
        official(
          stage,
          VERIFYING,
          '/api/v1/recognitions',
          {
            recognition: `rec-${(own(stage).certificate ?? '').slice(2)}`,
            of: ISSUING,
            type: 'vocational-skill-level',
            levels: ['1', '2', '3', '4', '5'],
            from: '2024-01-01',
            until: '2035-12-31',
          },
          { zh: '互认规则已上链。', en: 'The rule is on the ledger.' },
        ),
    },
    {
      id: 'show',
      role: 'worker',
      title: {
        zh: '劳动者只向上海出示等级，上海核验',
        en: 'The worker shows Shanghai the level alone, and Shanghai verifies',
      },
      expected: 'done',
      asks: { kind: 'presentation', question: async () => question },
      async run(stage, decision) {
        if (!decision.agrees)
          return {
            came: 'declined',
            outcome: { zh: '劳动者没有出示。', en: 'The worker did not show it.' },
            calls: [],
          };
        own(stage).shownAt = new Date().toISOString();
        const input = {
          derivation: own(stage).derivation,
          at: ISSUING,
          verifier: VERIFYING,
          purpose: PURPOSE,
        };
        const answer = await stage.troupe.act('worker', 'show', input);
        const calls = answer.calls.map((call) => ({ from: 'worker' as const, ...call }));
        const failed = { zh: '没有通过。', en: 'It did not pass.' };
        if (!answer.ok) return { came: answer.code ?? 'UNKNOWN', outcome: failed, calls };
        const { presentation } = answer.result as { presentation: JsonObject };
        own(stage).presentation = presentation;
        const [claim] = presentation['verifiableCredential'] as readonly JsonObject[];
        await keepWithStatus(stage, 'presentation', presentation, claim ?? {});
        await keepHolder(stage, 'presentation', presentation);
        const outcome = {
          zh: '有效：签发日有资质，未撤销，未暂扣，持证人本人，两地与本人都有签名回执。',
          en: 'Valid: accredited at issue, not revoked, not suspended, the holder’s own key; both provinces and the worker have a signed receipt.',
        };
        return { came: 'done', outcome, calls };
      },
    },
    {
      id: 'show-twice',
      role: 'anybody',
      title: { zh: '同一份出示再交一次', en: 'The same presentation is handed in again' },
      expected: 'CHALLENGE_USED',
      run: (stage) =>
        act(
          stage,
          'worker',
          'show-again',
          { presentation: own(stage).presentation, verifier: VERIFYING },
          () => notRefused,
          { zh: '被拒绝：每次核验的挑战值只用一次。', en: 'Refused: a challenge is answered once.' },
        ),
    },
    {
      id: 'tampered',
      role: 'anybody',
      title: { zh: '把等级从高级工改成高级技师', en: 'The level is changed from 3 to 1' },
      expected: 'CREDENTIAL_PROOF_INVALID',
      run: (stage) =>
        show(
          stage,
          notRefused,
          { zh: '被拒绝：签名不再成立。', en: 'Refused: the proofs no longer hold.' },
          { forged: { level: '1' } },
        ),
    },
    {
      id: 'somebody-else',
      role: 'anybody',
      title: { zh: '别人拿着这份凭证去出示', en: 'Somebody else shows it' },
      expected: 'HOLDER_MISMATCH',
      async run(stage) {
        const input = { derivation: own(stage).derivation, at: ISSUING };
        const claim = await stage.troupe.must<JsonObject>('worker', 'claim', input);
        return shownBySomebodyElse(stage, claim, VERIFYING, PURPOSE);
      },
    },
    decision(
      'suspend',
      { decision: 'suspend', reason: 'inquiry' },
      { zh: '广东暂扣证书', en: 'Guangdong suspends the certificate' },
      { zh: '已暂扣，上链并更新状态列表。', en: 'Suspended, on the ledger and in the status list.' },
    ),
    refusedShow(
      'show-suspended',
      'CERTIFICATE_SUSPENDED',
      { zh: '暂扣期间出示', en: 'Shown while it is suspended' },
      { zh: '被拒绝：证照已暂扣。', en: 'Refused: it is suspended.' },
    ),
    noCopyWhileSuspended,
    {
      id: 'as-of',
      role: 'other-province',
      title: { zh: '按暂扣之前的时间核验', en: 'Verified as of a time before the suspension' },
      expected: 'done',
      run: (stage) =>
        show(
          stage,
          {
            zh: '当时有效：账本留有每个状态的时间。',
            en: 'Valid then: the ledger keeps the date of each state.',
          },
          { zh: '没有通过。', en: 'It did not pass.' },
          { asOf: own(stage).shownAt },
        ),
    },
    decision(
      'reinstate',
      { decision: 'reinstate', reason: 'inquiry-closed' },
      { zh: '广东发还证书', en: 'Guangdong gives the certificate back' },
      { zh: '恢复有效。', en: 'Valid again.' },
    ),
    {
      id: 'transfer-out',
      role: 'worker',
      title: { zh: '劳动者申请转出到上海', en: 'The worker asks for a transfer to Shanghai' },
      expected: 'done',
      run: (stage) =>
        act(
          stage,
          'worker',
          'transfer-out',
          { certificate: own(stage).certificate, from: ISSUING, to: VERIFYING },
          () => ({
            zh: '本人签名、广东会签：办理转出，从此不在广东有效。',
            en: 'Signed by the worker and by Guangdong: on its way, and no longer good in Guangdong.',
          }),
        ),
    },
    refusedShow(
      'show-transferred',
      'TRANSFERRED_OUT',
      { zh: '转出之后出示', en: 'Shown after it was transferred out' },
      {
        zh: '被拒绝：证照已转出，不会有两份有效的证照。',
        en: 'Refused: transferred out; never are two copies valid.',
      },
    ),
    decision(
      'withdraw-transfer',
      { decision: 'withdraw-transfer', reason: 'stays' },
      { zh: '广东取消转出', en: 'Guangdong withdraws the transfer' },
      { zh: '证照留在广东。', en: 'The certificate stays in Guangdong.' },
    ),
    decision(
      'revoke',
      { decision: 'revoke', ground: 'annulled', reason: 'fraud' },
      { zh: '广东撤销证书', en: 'Guangdong revokes the certificate' },
      { zh: '已撤销，不可恢复。', en: 'Revoked for good.' },
    ),
    refusedShow(
      'show-revoked',
      'CERTIFICATE_REVOKED',
      { zh: '撤销之后出示', en: 'Shown after it was revoked' },
      { zh: '被拒绝：证照已撤销。', en: 'Refused: it was revoked.' },
    ),
    {
      id: 'everywhere',
      role: 'worker',
      title: { zh: '全国一键查询本人证照', en: 'One question to all provinces for one’s own certificates' },
      expected: 'done',
      run: (stage) =>
        act(stage, 'worker', 'query-everywhere', { towards: ISSUING }, (result) => {
          const { results, partial } = result as { results: readonly unknown[]; partial: boolean };
          const many = String(results.length);
          return partial
            ? {
                zh: `${many} 个省答复，未答复的已列名。`,
                en: `${many} provinces answered; the others are named.`,
              }
            : { zh: `${many} 个省都已答复。`, en: `All ${many} provinces answered.` };
        }),
    },
  ],
};

const question: DataQuestion = {
  kind: 'presentation',
  recipient: { name: { zh: shanghai.name, en: 'Shanghai' }, identifier: shanghai.id },
  source: { zh: '本人钱包中的职业技能等级证书', en: 'The skill level certificate in the wallet' },
  fields: [{ name: { zh: '等级', en: 'Level' }, value: '3', sensitive: false }],
  withheld: [
    { zh: '姓名', en: 'Name' },
    { zh: '公民身份号码', en: 'Citizen number' },
    { zh: '职业名称', en: 'Occupation' },
    { zh: '证书编号', en: 'Certificate number' },
  ],
  purpose: { zh: PURPOSE, en: 'A grant for vocational skills in Shanghai' },
  until: null,
  times: null,
  refusal: {
    zh: '不出示不影响其他事项，可以改为现场办理。',
    en: 'Refusing has no effect on anything else; it can be done at a counter instead.',
  },
};
