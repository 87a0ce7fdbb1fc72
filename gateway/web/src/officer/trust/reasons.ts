import type { Proposal } from '@renxin/wallets/api';
import type { Text } from '../../language/language';
import { reasons as general } from '../certificate/texts';

/** Reasons of decisions about accreditations and recognition: words on the ledger. */
const reasons: Readonly<Record<string, Text>> = {
  inquiry: { zh: '正在调查', en: 'An inquiry is under way' },
  complaint: { zh: '收到投诉举报', en: 'A complaint was received' },
  'inquiry-closed': { zh: '调查结束，没有问题', en: 'The inquiry found nothing' },
  remedied: { zh: '问题已整改', en: 'What was wrong was put right' },
  'rules-broken': { zh: '违反评价签发规定', en: 'Rules of assessing and issuing were broken' },
  'own-request': { zh: '机构自己申请', en: 'At the organisation’s own request' },
  'agreement-ended': { zh: '互认协议终止', en: 'The agreement has ended' },
  'standards-differ': { zh: '两省标准已不一致', en: 'The standards are no longer alike' },
};

/** In words, whoever wrote it. */
export function reasonText(word: string): Text {
  return reasons[word] ?? general[word] ?? { zh: word, en: word };
}

/** What may be chosen from; nothing where a decision needs no reason. */
export function reasonsOf(proposal: Proposal | null): Readonly<Record<string, Text>> {
  const words = proposal === null ? [] : wordsOf(proposal);
  return Object.fromEntries(words.map((word) => [word, reasonText(word)]));
}

function wordsOf(proposal: Proposal): readonly string[] {
  if (proposal.kind === 'withdraw-recognition') return ['agreement-ended', 'standards-differ', 'inquiry'];
  if (proposal.kind !== 'decide-delegation') return [];
  const of = {
    suspend: ['inquiry', 'complaint', 'rules-broken'],
    reinstate: ['inquiry-closed', 'remedied'],
    withdraw: ['own-request', 'rules-broken'],
  } as const;
  return of[proposal.decision.decision];
}

/** The same proposal for this reason; as it is where it has none. */
export function withReason(proposal: Proposal, reason: string): Proposal {
  if (proposal.kind === 'withdraw-recognition') return { ...proposal, reason };
  if (proposal.kind !== 'decide-delegation') return proposal;
  return { ...proposal, decision: { ...proposal.decision, reason } };
}

/** What a decision is tried out with, before somebody gave its reason: it has no influence on what changes. */
export const NOT_STATED = 'not-stated';
