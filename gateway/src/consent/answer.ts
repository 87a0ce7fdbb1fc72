import type { JsonObject } from '@renxin/chaincode/canonical';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { GRANTED_DATA_CONTEXT, VC_CONTEXT } from '@renxin/credentials/context';
import type { ConsentDesk } from './desk.js';

/**
 * What a fetch answers, before it is signed: a credential (VC Data Model 2.0) of the granted fields only, for this
 * recipient and purpose, with an end.
 */
export async function answerOf(
  desk: ConsentDesk,
  fetch: messages.Fetch,
  { subject, scope }: { readonly subject: string; readonly scope: messages.Scope },
  at: Date,
): Promise<JsonObject> {
  const did = (identifier: string): string => `did:renxin:${desk.ledger.name}:${identifier}`;
  const data = await desk.citizens.fieldsOf(subject, fetch.fields);
  const kept = new Date(at.getTime() + Math.max(scope.retentionDays, 1) * 86_400_000);
  return {
    '@context': [VC_CONTEXT, GRANTED_DATA_CONTEXT],
    id: `urn:renxin:answer:${fetch.consent}:${fetch.authorisation}`,
    type: ['VerifiableCredential', 'GrantedDataCredential'],
    issuer: did(desk.source.id),
    validFrom: at.toISOString(),
    validUntil: kept.toISOString(),
    credentialSubject: { id: did(subject), data },
    termsOfUse: {
      type: 'RenxinConsent',
      consent: fetch.consent,
      authorisation: fetch.authorisation,
      recipient: did(fetch.recipient),
      purpose: fetch.purpose,
      mode: scope.mode,
      retentionDays: scope.retentionDays,
      onward: false,
    },
  };
}
