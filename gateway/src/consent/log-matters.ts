import { consent as contract } from '@renxin/chaincode/contracts';
import { messageBytes } from '@renxin/chaincode/messages';
import type { LedgerEvent } from '@renxin/network';
import { z } from 'zod';
import type { LogMatter, Matters } from '../evidence-log/index.js';
import { recordOf, type ConsentDesk } from './desk.js';

/** Consents at this data source, granted, used and revoked, and accesses on another basis: the message that was signed goes into the evidence log. */
export function consentMatters(desk: ConsentDesk): Matters {
  return {
    'consent.consent-granted': (event) => granted(desk, event),
    'consent.consent-ordered': (event) => ordered(desk, event),
    'consent.consent-used': (event) => used(desk, event),
    'consent.consent-revoked': (event) => revoked(desk, event),
  };
}

const payload = z.object({ consent: z.string(), source: z.string() });
const usedPayload = payload.extend({ authorisation: z.string() });

async function granted(desk: ConsentDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { consent, source } = payload.parse(event.payload);
  if (source !== desk.source.id) return [];
  const record = await recordOf(desk, consent);
  if (record.basis !== 'consent' || record.grant === undefined) return [];
  const document = messageBytes('consent/grant', desk.ledger.name, record.grant.body);
  return [{ kind: 'consent/granted', id: consent, document }];
}

/** An access without consent: what was demanded and approved. */
async function ordered(desk: ConsentDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { consent, source } = payload.parse(event.payload);
  if (source !== desk.source.id) return [];
  const record = await recordOf(desk, consent);
  if (record.basis === 'consent') return [];
  const document = messageBytes('consent/other-basis', desk.ledger.name, record.order.body);
  return [{ kind: 'consent/ordered', id: consent, document }];
}

/** What the data source signed: it holds the commitment to the answer. */
async function used(desk: ConsentDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { consent, source, authorisation } = usedPayload.parse(event.payload);
  if (source !== desk.source.id) return [];
  const { use } = await desk.ledger.evaluate(contract.operations['use-of'], { consent, authorisation });
  const document = messageBytes('consent/use', desk.ledger.name, use);
  return [{ kind: 'consent/used', id: authorisation, document }];
}

async function revoked(desk: ConsentDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { consent, source } = payload.parse(event.payload);
  if (source !== desk.source.id) return [];
  const record = await recordOf(desk, consent);
  if (record.basis !== 'consent' || record.revocation === undefined) return [];
  const document = messageBytes('consent/revoke', desk.ledger.name, record.revocation.body);
  return [{ kind: 'consent/revoked', id: consent, document }];
}
