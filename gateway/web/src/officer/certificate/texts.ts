import type { OfficialView } from '@renxin/wallets/api';
import type { Text } from '../../language/language';
import { catalogue } from '../../schemas/catalogue';

export function typeLabel(word: string): Text {
  const found = catalogue.find(({ definition }) => definition.word === word);
  return found?.definition.label ?? { zh: word, en: word };
}

/** docs/formats/e-certificate.md, with the national codes. */
export const states: Readonly<
  Record<string, Text & { readonly sign: string; readonly look: 'good' | 'warn' | 'bad' }>
> = {
  VALID: { sign: '✓', look: 'good', zh: '有效', en: 'Valid' },
  SUSPENDED: { sign: '‖', look: 'warn', zh: '暂扣', en: 'Suspended' },
  SET_ASIDE: { sign: '‖', look: 'warn', zh: '其他状态', en: 'Set aside' },
  TRANSFERRING: { sign: '→', look: 'warn', zh: '办理转出', en: 'On its way out' },
  TRANSFERRED: { sign: '→', look: 'warn', zh: '已转出', en: 'Transferred out' },
  REVOKED: { sign: '✕', look: 'bad', zh: '撤销或吊销', en: 'Revoked' },
  CANCELLED: { sign: '✕', look: 'bad', zh: '注销', en: 'Cancelled' },
  EXPIRED: { sign: '✕', look: 'bad', zh: '失效', en: 'Expired' },
  REPLACED: { sign: '→', look: 'warn', zh: '已换发', en: 'Replaced' },
};

export const operations: Readonly<Record<string, Text>> = {
  issue: { zh: '新发', en: 'Issued' },
  attest: { zh: '登记簿补发', en: 'Attested from the register' },
  'transfer-in': { zh: '转入', en: 'Transferred in' },
  suspend: { zh: '暂扣', en: 'Suspended' },
  reinstate: { zh: '暂扣发还', en: 'Given back' },
  'set-aside': { zh: '转为其他状态', en: 'Set aside' },
  'take-up': { zh: '其他状态解除', en: 'Taken up again' },
  revoke: { zh: '撤销或吊销', en: 'Revoked' },
  cancel: { zh: '注销', en: 'Cancelled' },
  expire: { zh: '过期失效', en: 'Expired' },
  'transfer-out': { zh: '转出', en: 'Sent away' },
  'withdraw-transfer': { zh: '取消转出', en: 'Transfer withdrawn' },
  replace: { zh: '换发', en: 'Replaced' },
  'taken-over': { zh: '已由外省转入', en: 'Taken over by the other province' },
};

export const provenances: Readonly<Record<OfficialView['provenance'], Text>> = {
  issued: { zh: '原件签发', en: 'Issued as it is' },
  register: {
    zh: '登记簿补发，不是原签发机构签发的原件',
    en: 'Attested from the register, never as originally signed',
  },
  transfer: { zh: '由外省转入', en: 'Taken over from another province' },
};

/** Words on the ledger, which holds nothing about people. */
export const reasons: Readonly<Record<string, Text>> = {
  inquiry: { zh: '正在调查', en: 'An inquiry is under way' },
  complaint: { zh: '收到投诉举报', en: 'A complaint was received' },
  'court-order': { zh: '法院或仲裁要求', en: 'A court or arbitration asks for it' },
  'reissue-pending': { zh: '等待补发', en: 'It is being issued again' },
  reissued: { zh: '补发完成', en: 'It was issued again' },
  'inquiry-closed': { zh: '调查结束，没有问题', en: 'The inquiry found nothing' },
  'order-lifted': { zh: '要求已解除', en: 'The order was lifted' },
  fraud: { zh: '以欺骗手段取得', en: 'Obtained by fraud' },
  'issued-in-error': { zh: '签发有误', en: 'Issued in error' },
  offence: { zh: '持证人违法', en: 'An offence of the holder' },
  stays: { zh: '持证人不再转出', en: 'The holder stays' },
  incomplete: { zh: '材料不全，请补齐后再申请', en: 'Papers are missing: bring them and ask again' },
  'not-served': { zh: '不属于本省办理范围', en: 'Not a matter of this province' },
  'in-doubt': { zh: '内容有疑问，请原签发省先核实', en: 'In doubt: the province of issue checks it first' },
};

/** These reasons, to choose one of. */
export function reasonsNamed(words: readonly string[]): Readonly<Record<string, Text>> {
  return Object.fromEntries(words.map((word) => [word, reasons[word] ?? { zh: word, en: word }]));
}
