import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { consent, consentRules, type consentRecords } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import { commitment } from '@renxin/seal/crypto';
import type { FetchAnswer } from '@renxin/wallets/api';
import { Refusal } from '../problem/index.js';
import { answerOf } from './answer.js';
import type { KeptAnswer } from './kept-answer.js';
import { recordOf, submitted, type Asker, type ConsentDesk } from './desk.js';
import { signedBySource } from './sign.js';

type SignedFetch = KeptAnswer['fetch'];

/** A name for one fetch, for the recipient of a consent that is in force. */
export async function authorise(
  desk: ConsentDesk,
  asker: Asker,
  name: string,
): Promise<{ authorisation: string; expiresAt: string }> {
  const record = await recordOf(desk, name);
  const scope = consentRules.scopeOf(record);
  const asked = { purpose: purposeOf(record), fields: scope?.fields ?? [] };
  return logged(desk, asker, record, asked, async () => {
    consentRules.assertUsable(record, asker.identifier, desk.clock().toISOString());
    const { identifier: recipient, thumbprint } = asker;
    return desk.authorisations.issue({ consent: name, recipient, thumbprint });
  });
}

/**
 * One fetch. The ledger decides, and counts: nothing leaves before its command is final. The same fetch again is the same
 * answer, as long as the consent is in force.
 */
export async function fetchData(desk: ConsentDesk, asker: Asker, fetch: SignedFetch): Promise<FetchAnswer> {
  const { body } = fetch;
  const record = await recordOf(desk, body.consent);
  return logged(desk, asker, record, body, () =>
    desk.turns.take(`fetch ${body.authorisation}`, async () => {
      if (body.recipient !== asker.identifier) throw new Refusal('AUTHORISATION_INVALID');
      if (body.key !== asker.thumbprint) throw new Refusal('AUTHORISATION_OTHER_KEY');
      const before = await desk.answers.get(keyOf(body));
      if (before !== undefined) return handOut(desk, record, fetch, before.value);
      desk.authorisations.use(body, asker.thumbprint, fetch.signature);
      const made = await prepared(desk, record, fetch);
      const { version } = await desk.store.write([desk.answers.put(keyOf(body), made, 0)]);
      try {
        return await handOut(desk, record, fetch, made);
      } catch (error) {
        if (error instanceof ContractError)
          await desk.store.write([desk.answers.delete(keyOf(body), version)]);
        throw error;
      }
    }),
  );
}

/** The answer and the data source's word for it. What the rules would refuse anyway is not even read. */
async function prepared(
  desk: ConsentDesk,
  record: consentRecords.ConsentRecord,
  fetch: SignedFetch,
): Promise<KeptAnswer> {
  const now = desk.clock();
  const scope = consentRules.assertUsable(record, fetch.body.recipient, now.toISOString());
  if (fetch.body.purpose !== scope.purpose) throw new ContractError('CONSENT_OTHER_PURPOSE');
  const beyond = fetch.body.fields.filter((field) => !scope.fields.includes(field));
  if (beyond.length > 0) throw new ContractError('CONSENT_OTHER_FIELDS', { fields: beyond });
  const { subject } = record;
  const credential = await desk.issue(await answerOf(desk, fetch.body, { subject, scope }, now));
  const salt = desk.random(32);
  const sm3 = desk.provider.hash('SM3', canonicalBytes(credential));
  const { consent: name, authorisation } = fetch.body;
  const use = await signedBySource(desk, 'consent/use', {
    consent: name,
    authorisation,
    source: desk.source.id,
    answer: commitment(desk.provider, salt, sm3),
    at: now.toISOString(),
  });
  return { fetch, use, credential: credential, salt: toBase64url(salt) };
}

async function handOut(
  desk: ConsentDesk,
  record: consentRecords.ConsentRecord,
  fetch: SignedFetch,
  { use, credential, salt }: KeptAnswer,
): Promise<FetchAnswer> {
  const committed = await submitted(desk, consent.operations.use, { fetch, use }); // the commit point
  const { result, at, height, time } = committed;
  const { number } = result;
  const count = consentRules.scopeOf(record)?.count ?? number;
  return { credential: credential, salt, number, left: count - number, ...at, height, time };
}

/**
 * Refused attempts are logged before they are answered, for the citizen to see. Who was refused too often in an hour is
 * not looked at, and nothing more is written down about it.
 * @throws Refusal REFUSED_TOO_OFTEN
 */
export async function logged<T>(
  desk: ConsentDesk,
  asker: Pick<Asker, 'identifier'>,
  about: { readonly consent: string; readonly subject: string; readonly basis: messages.Basis },
  asked: { readonly purpose: string; readonly fields: readonly string[] },
  run: () => Promise<T>,
): Promise<T> {
  const { tooOften } = desk;
  if (tooOften.isTooOften(asker.identifier)) {
    const seconds = Math.ceil(tooOften.waits(asker.identifier) / 1000);
    throw new Refusal('REFUSED_TOO_OFTEN', { headers: { 'Retry-After': String(seconds) } });
  }
  try {
    return await run();
  } catch (error) {
    if (error instanceof ContractError || error instanceof Refusal) {
      const { consent: name, subject, basis } = about;
      const { purpose, fields } = asked;
      const { code } = error;
      const by = asker.identifier;
      tooOften.refused(by);
      await desk.refused.append({ consent: name, subject, basis, by, purpose, fields: [...fields], code });
    }
    throw error;
  }
}

function purposeOf(record: consentRecords.ConsentRecord): string {
  return record.basis === 'consent' ? record.request.body.scope.purpose : record.order.body.scope.purpose;
}

function keyOf({ consent: name, authorisation }: messages.Fetch): string {
  return `${name}:${authorisation}`;
}
