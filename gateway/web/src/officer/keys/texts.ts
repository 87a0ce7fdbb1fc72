import type { KeyView } from '@renxin/wallets/api';
import type { Text } from '../../language/language';

export type Standing = 'good' | 'soon' | 'ended' | 'none';

/** By its certificate: `soon` ends within 30 days. */
export function standingOf({ state, certificate }: KeyView, now: number): Standing {
  if (certificate === null || state === 'without-certificate') return 'none';
  if (state !== 'in-period') return 'ended';
  return Date.parse(certificate.notAfter) - now < 30 * 86_400_000 ? 'soon' : 'good';
}

export const standings: Readonly<
  Record<Standing, Text & { readonly sign: string; readonly look: 'good' | 'warn' | 'bad' | '' }>
> = {
  good: { sign: '✓', look: 'good', zh: '有效期内', en: 'In its period' },
  soon: { sign: '!', look: 'warn', zh: '30 天内到期', en: 'Ends within 30 days' },
  ended: { sign: '✕', look: 'bad', zh: '不在有效期', en: 'Outside its period' },
  none: { sign: '–', look: '', zh: '无证书', en: 'No certificate' },
};

/** What activated a use: docs/formats/activation.md. */
export const methods: Readonly<Record<string, Text>> = {
  unattended: { zh: '服务自动', en: 'by the service itself' },
  passphrase: { zh: '口令', en: 'by a passphrase' },
  confirmation: { zh: '本人确认', en: 'confirmed by its holder' },
  'two-person': { zh: '两人确认', en: 'confirmed by two people' },
};

export const outcomes: Readonly<Record<string, Text>> = {
  asked: { zh: '请求', en: 'asked' },
  signed: { zh: '已签名', en: 'signed' },
  refused: { zh: '被拒绝', en: 'refused' },
};
