import { dateInChina } from '@renxin/chaincode/messages';
import type { SealView } from '@renxin/wallets/api';
import { randomBytes } from 'node:crypto';
import { employer } from '../../demonstration/organisations.js';
import type { PlayedCall } from '../../play/format.js';
import { act, notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { StepResult, StoryStep } from '../story.js';
import { official } from './official.js';
import { ISSUING, own } from './own.js';

/** What the copy is for. */
const COPY_PURPOSE = '入职资格核验';
const COPY_DAYS = 90;

/** The certificate as an official page: under the assessor's e-seal, and as a copy for one purpose. */
export const sealedSteps: readonly StoryStep[] = [
  {
    id: 'assessor-seal',
    role: 'assessor',
    title: {
      zh: '评价机构取得电子印章：申请，省厅审批、制章，启用',
      en: 'The assessor gets its e-seal: applied for, approved and made by the province, put into use',
    },
    expected: 'done',
    run: sealInUse,
  },
  {
    id: 'seal-certificate',
    role: 'assessor',
    title: {
      zh: '评价机构为证书盖章：OFD 电子签章，PDF 数字签名',
      en: 'The assessor seals the certificate: as OFD with its e-seal, as PDF with a signature',
    },
    expected: 'done',
    async run(stage) {
      const { certificate } = own(stage);
      const result = await act(stage, 'assessor', 'seal-certificate', { certificate, at: ISSUING }, () => ({
        zh: '印章、时间戳和所显示凭证的摘要都在签名之内；用印已登记。',
        en: 'Seal, time-stamp and the digest of the credential that is shown are signed; the use is put down.',
      }));
      return result.came === 'done' ? takenHome(stage, result, 'certificate') : result;
    },
  },
  {
    id: 'ask-copy',
    role: 'worker',
    title: {
      zh: '劳动者申请加注件：只供入职核验，只给一家单位，九十天内',
      en: 'The worker asks for a copy for one purpose, one employer and ninety days',
    },
    expected: 'done',
    run: (stage) =>
      askCopy(stage, (result) => {
        own(stage).copy = (result as { rendering: string }).rendering;
        return {
          zh: '申请已收，等待评价机构盖章。',
          en: 'Taken; it waits for the assessor’s seal.',
        };
      }),
  },
  {
    id: 'seal-copy',
    role: 'assessor',
    title: { zh: '评价机构为加注件盖章', en: 'The assessor seals the copy' },
    expected: 'done',
    async run(stage) {
      const result = await act(stage, 'assessor', 'seal-copies', { at: ISSUING }, () => ({
        zh: '用途、对象和期限印在页面上，也在签名数据里，改一个字都不成立。',
        en: 'Purpose, recipient and expiry stand on the page and in what is signed.',
      }));
      const { copy } = own(stage);
      return result.came === 'done' ? takenHome(stage, result, 'certificate.copy', copy) : result;
    },
  },
];

/** While the certificate is suspended there are no copies of it. */
export const noCopyWhileSuspended: StoryStep = {
  id: 'copy-suspended',
  role: 'worker',
  title: { zh: '暂扣期间申请加注件', en: 'A copy is asked for while the certificate is suspended' },
  expected: 'CERTIFICATE_SUSPENDED',
  run: (stage) => askCopy(stage, () => notRefused),
};

function askCopy(stage: Stage, done: Parameters<typeof act>[4]): Promise<StepResult> {
  const expires = dateInChina(new Date(Date.now() + COPY_DAYS * 86_400_000).toISOString());
  const asked = { purpose: COPY_PURPOSE, recipient: employer.name, expires };
  const input = { certificate: own(stage).certificate, at: ISSUING, ...asked };
  return act(stage, 'worker', 'ask-copy', input, done, {
    zh: '被拒绝：暂扣的证照不出加注件。',
    en: 'Refused: there are no copies of a suspended certificate.',
  });
}

/** The worker fetches both forms and keeps them. */
async function takenHome(
  stage: Stage,
  before: StepResult,
  name: string,
  rendering?: string,
): Promise<StepResult> {
  const { certificate } = own(stage);
  const input = { certificate, at: ISSUING, ...(rendering !== undefined && { rendering }) };
  const answer = await stage.troupe.act('worker', 'fetch-pages', input);
  const calls = [...before.calls, ...answer.calls.map((call): PlayedCall => ({ from: 'worker', ...call }))];
  if (!answer.ok) return { came: answer.code ?? 'UNKNOWN', outcome: notRefused, calls };
  const { ofd, pdf } = answer.result as { readonly ofd: string; readonly pdf: string };
  stage.keep(`${name}.ofd`, new Uint8Array(Buffer.from(ofd, 'base64url')));
  stage.keep(`${name}.pdf`, new Uint8Array(Buffer.from(pdf, 'base64url')));
  return { ...before, calls };
}

/** One that an earlier run on this ledger left in use serves again. */
async function sealInUse(stage: Stage): Promise<StepResult> {
  const calls: PlayedCall[] = [];
  const known = await stage.troupe.must<readonly SealView[]>('assessor', 'seals', {});
  if (known.some(({ state }) => state === 'ACTIVE'))
    return {
      came: 'done',
      outcome: { zh: '印章已在使用中。', en: 'It has one in use already.' },
      calls,
    };
  const seal = `seal-${randomBytes(12).toString('hex')}`;
  const at = `/api/v1/seals/${seal}`;
  const application = { seal, type: 'certificate', design: { kind: 'round', line: '技能评价专用章' } };
  const approval = {
    decision: 'approve',
    official: 'seal-desk-02',
    grounds: '资质证书、授权书与经办人身份一致',
  };
  const outcome = {
    zh: '一人审批、另一人制章；此后每次用印都要登记。',
    en: 'One official approved it, another had it made; every use is put down from here on.',
  };
  const steps = [
    () => act(stage, 'assessor', 'apply-for-seal', application, () => outcome),
    () => official(stage, ISSUING, `${at}/decision`, approval, outcome, { purpose: 'seal' }),
    () =>
      official(stage, ISSUING, `${at}/making`, { official: 'seal-desk-05' }, outcome, { purpose: 'seal' }),
    () =>
      act(stage, 'assessor', 'change-seal', { seal, kind: 'activate', reason: 'first-use' }, () => outcome),
  ];
  for (const step of steps) {
    const result = await step();
    calls.push(...result.calls);
    if (result.came !== 'done') return { ...result, calls };
  }
  return { came: 'done', outcome, calls };
}
