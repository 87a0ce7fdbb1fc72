import { randomBytes } from 'node:crypto';
import { act, notRefused } from '../act.js';
import { official } from '../certificates/official.js';
import type { Bilingual } from '../../play/format.js';
import type { Stage } from '../stage.js';
import type { StepResult, StoryStep } from '../story.js';
import { own } from './own.js';

/** The province that decides about seals of its employers. */
const AUTHORITY = 'gd';
/** Officials of the province: one approves, another has the seal made. */
const APPROVER = 'seal-desk-02';
const MAKER = 'seal-desk-05';

/** Before it seals anything, the employer needs a seal: applied for, approved by somebody else, made, and put into use. */
export const sealSteps: readonly StoryStep[] = [
  {
    id: 'apply-for-seal',
    role: 'employer',
    title: {
      zh: '用人单位申请合同专用章（经办人、授权书、印模）',
      en: 'The employer applies for a contract seal: agent, authorisation, picture',
    },
    expected: 'done',
    run(stage) {
      const seal = `seal-${randomBytes(12).toString('hex')}`;
      own(stage).seal = seal;
      const design = { kind: 'round', line: '合同专用章' };
      return act(stage, 'employer', 'apply-for-seal', { seal, type: 'contract', design }, () => ({
        zh: '申请已上链登记，等待审批。',
        en: 'The application is on the ledger and waits for approval.',
      }));
    },
  },
  {
    id: 'approve-own-seal',
    role: 'employer',
    title: { zh: '经办人想自己审批', en: 'The agent tries to approve it himself' },
    expected: 'SEAL_SELF_APPROVAL',
    run: (stage) =>
      atDesk(stage, 'decision', { decision: 'approve', official: 'hr-07', grounds: '本人申请' }, notRefused, {
        zh: '被拒绝：申请人不得审批自己的印章。',
        en: 'Refused: nobody approves what he applied for.',
      }),
  },
  {
    id: 'approve-seal',
    role: 'province',
    title: {
      zh: '省厅审批人核对证明材料并批准',
      en: 'An official of the province checks the proof and approves',
    },
    expected: 'done',
    run: (stage) => {
      const grounds = '营业执照、授权书与经办人身份一致';
      const body = { decision: 'approve', official: APPROVER, grounds };
      return atDesk(stage, 'decision', body, {
        zh: '已批准，理由的承诺已上链。',
        en: 'Approved; a commitment to the grounds is on the ledger.',
      });
    },
  },
  {
    id: 'make-seal',
    role: 'province',
    title: {
      zh: '另一名人员制章：用制章人证书签名（GB/T 38540）',
      en: 'Somebody else has it made: signed with the seal maker’s certificate (GB/T 38540)',
    },
    expected: 'done',
    run: (stage) =>
      atDesk(
        stage,
        'making',
        { official: MAKER },
        {
          zh: '印章已制成，绑定本单位的证书；制章人不能用它盖章。',
          en: 'Made, bound to the employer’s certificate; the maker cannot seal with it.',
        },
      ),
  },
  {
    id: 'activate-seal',
    role: 'employer',
    title: { zh: '用人单位启用印章', en: 'The employer puts the seal into use' },
    expected: 'done',
    async run(stage) {
      const { seal } = own(stage);
      const change = { seal, kind: 'activate', reason: 'first-use' };
      const result = await act(stage, 'employer', 'change-seal', change, () => ({
        zh: '印章启用；此后每次用印都要登记。',
        en: 'In use; every use is put down from here on.',
      }));
      if (result.came === 'done') {
        const data = await stage.troupe.must<string>('employer', 'seal-data', { seal });
        stage.keep('seal.esl', new Uint8Array(Buffer.from(data, 'base64url')));
        stage.keep('seal.state-proof.json', await stateProof(stage));
      }
      return result;
    },
  },
];

/** What the ledger says of the seal, to be verified beside it. */
async function stateProof(stage: Stage): Promise<Uint8Array> {
  const url = `${stage.gatewayOf(AUTHORITY)}/api/v1/seals/${own(stage).seal ?? ''}/state-proof`;
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

function atDesk(
  stage: Stage,
  path: 'decision' | 'making',
  body: unknown,
  done: Bilingual,
  refused?: Bilingual,
): Promise<StepResult> {
  const target = `/api/v1/seals/${own(stage).seal ?? ''}/${path}`;
  return official(stage, AUTHORITY, target, body, done, { purpose: 'seal', refused });
}
