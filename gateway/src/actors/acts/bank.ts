import { recipient } from '@renxin/wallets/consent';
import { z } from 'zod';
import { bank, guangdong } from '../../demonstration/organisations.js';
import type { Acting } from '../acting.js';
import type { Act } from '../control.js';

const words = z.array(z.string()).min(1);
const asking = z.strictObject({
  subject: z.string(),
  purpose: z.string(),
  fields: words,
  count: z.int().min(1),
  days: z.int().min(1),
});
const fetching = z.strictObject({ consent: z.string(), purpose: z.string(), fields: words });
const deleting = z.strictObject({ consent: z.string(), statement: z.string() });

/** What the bank does: a recipient of data that a citizen authorised. */
export function bankActs(acting: Acting): Record<string, Act> {
  const source = { id: guangdong.id, name: guangdong.name };
  const { id, name, uscc } = bank;
  const asker = { id, name, uscc, contact: '95500' };
  const holder = async () => acting.connect(source.id, await acting.identifier('organisation'));
  return {
    'consent-request': async (value) =>
      recipient.request(await holder(), { ...asking.parse(value), source, recipient: asker }),
    'consent-fetch': async (value) => recipient.fetchData(await holder(), fetching.parse(value)),
    'confirm-deletion': async (value) => {
      const { consent, statement } = deleting.parse(value);
      return recipient.confirmDeletion(await holder(), consent, statement);
    },
  };
}
