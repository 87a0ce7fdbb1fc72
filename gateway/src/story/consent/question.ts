import type { ConsentScene } from '@renxin/wallets/consent';
import type { DataQuestion } from '../../play/format.js';
import type { Stage } from '../stage.js';
import { own } from './own.js';

/** What the citizen's wallet shows before the answer: who, what, why, how long, and what a refusal means. */
export async function questionOf(stage: Stage): Promise<DataQuestion> {
  const input = { consent: own(stage).consent };
  const { notice } = await stage.troupe.must<ConsentScene>('worker', 'consent-scene', input);
  const { recipient, source, fields, purpose, scope, refusal } = notice;
  return {
    kind: 'consent',
    recipient: { name: { zh: recipient.name, en: recipient.name }, identifier: recipient.uscc },
    source: { zh: source.name, en: source.name },
    fields: fields.map(({ name, sensitivity }) => ({ name, sensitive: sensitivity === 'sensitive' })),
    withheld: [],
    purpose: {
      zh: `${purpose.name.zh}：${purpose.necessity.zh}`,
      en: `${purpose.name.en}: ${purpose.necessity.en}`,
    },
    until: scope.until,
    times: scope.count,
    refusal,
  };
}
