import { consent } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import type { TxPosition } from '@renxin/network';
import type { Signer } from '@renxin/seal/signer';
import { citizen, recipient } from '@renxin/wallets/consent';
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { guangdong } from '../../src/demonstration/organisations.js';
import { refusedAs, ringOf, signedBy } from '../story/instance.js';
import { fetchOnce, FIELDS, granted, openStage, PURPOSE, type ConsentStage } from './stage.js';

/** How many races on the ledger; `npm run races -w gateway` runs ten thousand. */
const RACES = Number(process.env['RENXIN_RACES'] ?? 200);
const AT_ONCE = 40;
const FETCHES = 4;

describe('a revocation and fetches at the same moment', function () {
  this.timeout(20_000 + RACES * 60);
  let stage: ConsentStage;
  before(async () => {
    stage = await openStage();
    await recipient.readCatalogue(stage.bank);
  });
  after(() => stage.instance.stop());

  it(`${RACES} races on the ledger: none is done after the revocation, none was counted behind it`, async () => {
    const signers = await signersOf(stage);
    let [before, refused, begun] = [0, 0, 0];
    const lane = async (): Promise<void> => {
      while (begun++ < RACES) {
        const counts = await race(stage, signers);
        before += counts.before;
        refused += counts.refused;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, lane));
    assert.equal(before + refused, RACES * FETCHES);
    // It was a race: some came before, some after.
    assert.ok(before > 0 && refused > 0, `${before} before, ${refused} refused`);
    console.log(`      ${RACES} races: ${before} fetches done before, ${refused} refused, 0 after`);
  });

  it('over HTTP: the very next call is refused, whatever was under way', async () => {
    for (let i = 0; i < 10; i++) {
      const name = await granted(stage, { count: 10 });
      let isAnswered = false;
      const fetches = Array.from({ length: 3 }, async () => {
        const authorisation = await recipient.authorise(stage.bank, name).catch(codeOf);
        if (typeof authorisation !== 'string' || !authorisation.startsWith('a-')) return authorisation;
        const wasAnswered = isAnswered;
        const came = await fetchOnce(stage, name, { authorisation }).then(() => 'done', codeOf);
        assert.ok(!(wasAnswered && came === 'done'), 'a success after the revocation was answered');
        return came;
      });
      await citizen.revoke(stage.citizen, name).then(() => (isAnswered = true));
      await refusedAs('CONSENT_REVOKED', () => fetchOnce(stage, name));
      for (const came of await Promise.all(fetches)) assert.ok(['done', 'CONSENT_REVOKED'].includes(came));
    }
  });
});

interface Signers {
  readonly citizen: Signer;
  readonly bank: Signer;
  readonly source: Signer;
}

async function signersOf({ instance, citizen: person, bank }: ConsentStage): Promise<Signers> {
  return {
    citizen: await person.keystore.signer(person.identifier),
    bank: await bank.keystore.signer(bank.identifier),
    source: (await ringOf(instance)).signer(guangdong.id),
  };
}

/** One consent, fetches and a revocation handed in together, and one fetch more when the revocation was answered. */
async function race(
  { instance, citizen: person, bank }: ConsentStage,
  signers: Signers,
): Promise<{ before: number; refused: number }> {
  const { ledger } = instance.running.composed;
  const { catalogue } = await ledger.evaluate(consent.operations.catalogue, { source: guangdong.id });
  const name = `g-${randomBytes(16).toString('hex')}`;
  const at = new Date().toISOString();
  const empty = randomBytes(32).toString('base64url');
  const scope: messages.Scope = {
    purpose: PURPOSE,
    fields: FIELDS,
    mode: 'view',
    count: 10,
    from: at,
    until: new Date(Date.now() + 86_400_000).toISOString(),
    retentionDays: 1,
  };
  const reference = { version: catalogue.version, sm3: catalogue.sm3 };
  const request: messages.Request = {
    consent: name,
    source: guangdong.id,
    recipient: bank.identifier,
    subject: person.identifier,
    scope,
    catalogue: reference,
    notice: empty,
    answerBy: scope.until,
    at,
  };
  const grant: messages.Grant = {
    consent: name,
    subject: person.identifier,
    request: empty,
    scope,
    separate: [],
    catalogue: reference,
    notice: empty,
    artefact: empty,
    activation: empty,
    at,
  };
  await ledger.submit(consent.operations.request, {
    body: request,
    signature: await signedBy(signers.bank, 'consent/request', request),
  });
  await ledger.submit(consent.operations.grant, {
    body: grant,
    signature: await signedBy(signers.citizen, 'consent/grant', grant),
  });
  const inputs = await Promise.all(
    Array.from({ length: FETCHES + 1 }, async (_, i) => {
      const both = {
        consent: name,
        authorisation: `a-${i}-${name.slice(2, 10)}`,
        at: new Date().toISOString(),
      };
      const asked = { recipient: bank.identifier, purpose: PURPOSE, fields: FIELDS, key: empty };
      const fetch = { ...both, ...asked };
      const use = { ...both, source: guangdong.id, answer: empty };
      return {
        fetch: { body: fetch, signature: await signedBy(signers.bank, 'consent/fetch', fetch) },
        use: { body: use, signature: await signedBy(signers.source, 'consent/use', use) },
      };
    }),
  );
  const revocation = { consent: name, subject: person.identifier, at: new Date().toISOString() };
  const signature = await signedBy(signers.citizen, 'consent/revoke', revocation);
  const [late, ...racing] = inputs;
  const half = Math.floor(Math.random() * (FETCHES + 1));
  const submit = (input: (typeof inputs)[number]) =>
    ledger.submit(consent.operations.use, input).then(placeOf, codeOf);
  const first = racing.slice(0, half).map(submit);
  const revoking = ledger.submit(consent.operations.revoke, { body: revocation, signature });
  const second = racing.slice(half).map(submit);
  const revoked = placeOf(await revoking);
  assert.equal(await submit(late!), 'CONSENT_REVOKED', 'a success after the revocation was answered');
  let before = 0;
  const outcomes = await Promise.all([...first, ...second]);
  for (const came of outcomes) {
    if (typeof came === 'string') assert.equal(came, 'CONSENT_REVOKED');
    else {
      assert.ok(isBefore(came, revoked), 'a fetch was counted behind the revocation');
      before++;
    }
  }
  return { before, refused: outcomes.length - before };
}

interface Place {
  readonly height: number;
  readonly at: TxPosition;
}

function placeOf({ height, at }: Place): Place {
  return { height, at };
}

function isBefore(a: Place, b: Place): boolean {
  return a.height < b.height || (a.height === b.height && a.at.index < b.at.index);
}

/** The code of a refusal; anything else is a fault of the test. */
function codeOf(error: unknown): string {
  if (error instanceof ContractError) return error.code;
  const { code } = error as { code?: unknown };
  if (typeof code === 'string') return code;
  throw error;
}
