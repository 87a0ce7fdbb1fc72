import type { SealView } from '@renxin/wallets/api';
import type { Text } from '../language/language';
import { sealClient, type Seat } from './seal-client';

/** What can be done about a seal in its state, with what it brings about. */
export interface SealAct {
  readonly name: string;
  readonly label: Text;
  readonly effect: readonly Text[];
  readonly forGood?: true;
  /** Words of the ledger to choose from; without them a sentence is written, or nothing is asked. */
  readonly reasons?: readonly string[];
  readonly asksGrounds?: true;
  run(seal: string, said: { readonly reason: string; readonly official: string }): Promise<SealView>;
}

export function actsOn(view: SealView, seat: Seat): readonly SealAct[] {
  return seat === 'owner' ? ownersActs(view) : officialsActs(view);
}

function ownersActs(view: SealView): readonly SealAct[] {
  const change = (kind: string) => (seal: string, said: { reason: string }) =>
    sealClient.change(seal, kind, said.reason);
  switch (view.state) {
    case 'MADE':
      return [
        { ...activate(view), run: change('activate') },
        { ...revoke, run: change('revoke') },
      ];
    case 'ACTIVE':
      return [
        { ...suspend, run: change('suspend') },
        { ...revoke, run: change('revoke') },
      ];
    case 'SUSPENDED':
      return [
        ...(suspendedBy(view) === view.owner ? [{ ...resume, run: change('resume') }] : []),
        { ...revoke, run: change('revoke') },
      ];
    default:
      return [];
  }
}

function officialsActs(view: SealView): readonly SealAct[] {
  const supervise = (kind: string) => (seal: string, said: { reason: string; official: string }) =>
    sealClient.supervise(seal, kind, said.official, said.reason);
  switch (view.state) {
    case 'APPLIED':
      return [
        {
          ...approve,
          run: (seal, { official, reason }) => sealClient.decide(seal, 'approve', official, reason),
        },
        {
          ...reject,
          run: (seal, { official, reason }) => sealClient.decide(seal, 'reject', official, reason),
        },
      ];
    case 'APPROVED':
      return [{ ...make, run: (seal, { official }) => sealClient.make(seal, official) }];
    case 'MADE':
      return [{ ...revoke, run: supervise('revoke') }];
    case 'ACTIVE':
      return [
        { ...suspend, run: supervise('suspend') },
        { ...revoke, run: supervise('revoke') },
      ];
    case 'SUSPENDED':
      return [
        ...(suspendedBy(view) === view.owner ? [] : [{ ...resume, run: supervise('resume') }]),
        { ...revoke, run: supervise('revoke') },
      ];
    default:
      return [];
  }
}

/** Who suspended resumes. */
function suspendedBy({ states }: SealView): string | undefined {
  return states.findLast(({ state }) => state === 'SUSPENDED')?.by;
}

type Described = Omit<SealAct, 'run'>;

function activate({ predecessor }: SealView): Described {
  return {
    name: 'activate',
    label: { zh: '启用', en: 'Put into use' },
    effect: [
      {
        zh: '从账本记下的时刻起可以用它盖章；每次用印都要登记。',
        en: 'From the ledger’s time on it can be used; every use is put down.',
      },
      ...(predecessor === undefined
        ? []
        : [
            {
              zh: `原印章 ${predecessor} 同时换下，不能再用。`,
              en: `The seal before it, ${predecessor}, is replaced and cannot be used any more.`,
            },
          ]),
    ],
    ...(predecessor !== undefined && { forGood: true as const }),
    reasons: ['first-use', 'renewed-certificate'],
  };
}

const suspend: Described = {
  name: 'suspend',
  label: { zh: '停用', en: 'Suspend' },
  effect: [
    {
      zh: '从账本记下的时刻起，任何用印都会被拒绝并登记。',
      en: 'From the ledger’s time on every use is refused, and put down.',
    },
    { zh: '此前盖的章不受影响。', en: 'What was sealed before stands.' },
    { zh: '由停用的一方恢复。', en: 'Who suspends resumes.' },
  ],
  reasons: ['key-at-risk', 'staff-change', 'inspection'],
};

const resume: Described = {
  name: 'resume',
  label: { zh: '恢复使用', en: 'Resume' },
  effect: [
    {
      zh: '从账本记下的时刻起又可以用它盖章。停用期间的记录保留。',
      en: 'It can be used again from the ledger’s time on. The time between stays on record.',
    },
  ],
  reasons: ['risk-cleared', 'inspection-over'],
};

const revoke: Described = {
  name: 'revoke',
  label: { zh: '注销', en: 'Revoke' },
  effect: [
    { zh: '这枚印章再也不能使用。', en: 'The seal can never be used again.' },
    {
      zh: '此前盖的章，有可信时间证明的仍然有效。',
      en: 'What was sealed before stays valid where a trusted time proves it.',
    },
    { zh: '还要用章，须重新申请。', en: 'To seal again, a new one is applied for.' },
  ],
  forGood: true,
  reasons: ['key-at-risk', 'no-longer-used', 'organisation-changed'],
};

const approve: Described = {
  name: 'approve',
  label: { zh: '批准', en: 'Approve' },
  effect: [
    {
      zh: '印章可以制作；制章须由另一名人员办理。',
      en: 'The seal can be made, by somebody else than who approves.',
    },
    {
      zh: '您的工号和理由的承诺值写入账本。',
      en: 'A commitment to your staff number and grounds goes on the ledger.',
    },
  ],
  forGood: true,
  asksGrounds: true,
};

const reject: Described = {
  name: 'reject',
  label: { zh: '驳回', en: 'Reject' },
  effect: [
    {
      zh: '这份申请到此为止；申请单位可以另行申请。',
      en: 'This application ends; the owner may hand in another.',
    },
  ],
  forGood: true,
  asksGrounds: true,
};

const make: Described = {
  name: 'make',
  label: { zh: '制章', en: 'Make' },
  effect: [
    {
      zh: '用制章人证书签名，生成印章数据（GB/T 38540），给出唯一的印章编号并登记。',
      en: 'Signs the seal’s data (GB/T 38540) with the maker’s certificate, gives it a number of its own and registers it.',
    },
    {
      zh: '印章绑定申请单位现在的证书，有效期不晚于该证书；制成后不能更改。',
      en: 'It is bound to the owner’s present certificate and ends with it at the latest; once made it does not change.',
    },
  ],
  forGood: true,
};
