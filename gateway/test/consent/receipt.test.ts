import { verify, type Report } from '@renxin/archive/verify';
import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { citizen, recipient } from '@renxin/wallets/consent';
import assert from 'node:assert/strict';
import { Seeded } from '../../src/demonstration/people.js';
import {
  demand,
  enrolCitizen,
  fetchOnce,
  granted,
  openStage,
  requested,
  THREE,
  type ConsentStage,
} from './stage.js';

describe('a consent receipt', function () {
  this.timeout(120_000);
  let stage: ConsentStage;
  let trust: Uint8Array;
  let active: Uint8Array;
  let revoked: Uint8Array;
  let receipt: Uint8Array;
  before(async () => {
    stage = await openStage();
    const name = await granted(stage);
    active = await citizen.downloadStateProof(stage.citizen, name);
    await fetchOnce(stage, name);
    await fetchOnce(stage, name);
    await citizen.revoke(stage.citizen, name);
    await recipient.confirmDeletion(stage.bank, name, '已删除');
    revoked = await citizen.downloadStateProof(stage.citizen, name);
    receipt = await citizen.downloadReceipt(stage.citizen, name);
    trust = await stage.instance.running.composed.trust();
  });
  after(() => stage.instance.stop());

  it('of a grant that was used and revoked is valid, and its state is REVOKED', async () => {
    const report = await reportOn(receipt);
    assert.deepEqual(failuresOf(report), []);
    assert.deepEqual([report.kind, report.verdict, report.state], ['consent-receipt', 'valid', 'REVOKED']);
    const proven = report.proven.map(({ code }) => code);
    assert.ok(proven.includes('CONSENT_GIVEN') && proven.includes('EVERY_FETCH_SHOWN'));
    const open = report.notProven.map(({ code }) => code);
    assert.ok(open.includes('DELETION_NOT_SHOWN') && open.includes('CITIZEN_SANDBOX'));
    const commands = report.steps.find(({ step }) => step === 'consent-commands');
    assert.equal(commands?.evidence['fetches'], 2);
  });

  it('without a trust file is undetermined', async () => {
    const [report] = await verify([{ name: 'consent.receipt.json', bytes: receipt }], {
      provider: nativeProvider,
      now: new Date(),
    });
    assert.equal(report?.verdict, 'undetermined');
  });

  it('of a refused request and of a court’s order say what they are', async () => {
    const other = { ...stage, citizen: await enrolCitizen(stage.instance) };
    const name = await requested(other);
    await citizen.refuse(other.citizen, name, '不同意');
    const refused = await reportOn(await citizen.downloadReceipt(other.citizen, name));
    assert.deepEqual(
      [refused.verdict, refused.state],
      ['valid', 'REFUSED'],
      JSON.stringify(failuresOf(refused)),
    );
    assert.ok(refused.proven.some(({ code }) => code === 'CONSENT_NOT_GIVEN'));
    await citizen.reopen(other.citizen, name);
    const reopened = await reportOn(await citizen.downloadReceipt(other.citizen, name));
    assert.deepEqual(
      [reopened.verdict, reopened.state],
      ['valid', 'REFUSED'],
      JSON.stringify(failuresOf(reopened)),
    );
    const ordered = await demand(other, { scope: { fields: THREE } });
    const bytes = await citizen.downloadReceipt(other.citizen, ordered.consent.consent);
    const report = await reportOn(bytes);
    assert.deepEqual(
      [report.verdict, report.state],
      ['valid', 'GRANTED'],
      JSON.stringify(failuresOf(report)),
    );
    assert.ok(report.proven.some(({ code }) => code === 'ACCESS_ON_OTHER_BASIS'));
  });

  it('the proofs of the state say GRANTED then, and REVOKED later', async () => {
    const [then, later] = [await reportOn(active), await reportOn(revoked)];
    assert.deepEqual([then.verdict, then.state], ['valid', 'GRANTED']);
    assert.deepEqual([later.verdict, later.state], ['valid', 'REVOKED']);
    const much = new Date(Date.now() + 60 * 86_400_000);
    assert.equal((await reportOn(active, { asOf: much.toISOString() })).state, 'EXPIRED');
  });

  it('is never valid after any one changed byte', async () => {
    const seeded = new Seeded(20_261_128);
    for (let i = 0; i < 120; i++) {
      const changed = Uint8Array.from(receipt);
      const at = seeded.below(changed.length);
      changed[at] = (changed[at] ?? 0) ^ (1 << seeded.below(8));
      assert.notEqual((await reportOn(changed)).verdict, 'valid', `byte ${at}`);
    }
  });

  it('is not valid with anything left out or exchanged: each by its code', async () => {
    const text = parseCanonical(receipt) as unknown as Receipt;
    const changed = async (change: (copy: Receipt) => void) => {
      const copy = structuredClone(text);
      change(copy);
      const report = await reportOn(canonicalBytes(copy));
      assert.notEqual(report.verdict, 'valid');
      return failuresOf(report).map(([, code]) => code);
    };
    const last = text.proofs.length - 1;
    const withoutLast = (copy: Receipt) => void copy.proofs.splice(last, 1);
    const incomplete = await changed(withoutLast);
    assert.ok(incomplete.includes('PROOF_ORDER') || incomplete.includes('STATE_OTHER'));
    assert.ok((await changed((copy) => void copy.openings.pop())).includes('CONSENT_OPENING_MISSING'));
    assert.ok((await changed((copy) => void (copy.consent = 'g-other'))).includes('FOREIGN_PROOF'));
    assert.ok((await changed((copy) => void (copy.ledger = 'other'))).includes('OTHER_LEDGER'));
    assert.ok((await changed((copy) => void copy.proofs.reverse())).includes('PROOF_ORDER'));
    const statement = (copy: Receipt) => copy.openings.forEach((each) => void (each.content = '改过'));
    assert.ok((await changed(statement)).includes('CONSENT_OPENING'));
    const oldState = JSON.parse(Buffer.from(active).toString('utf8')) as unknown;
    assert.ok((await changed((copy) => void (copy.state = oldState))).includes('LEDGER_FORKED'));
  });

  async function reportOn(bytes: Uint8Array, options: { asOf?: string } = {}): Promise<Report> {
    const named = { name: 'consent.receipt.json', bytes };
    const now = new Date();
    const [report] = await verify([named], { provider: nativeProvider, now, trust, ...options });
    assert.ok(report);
    return report;
  }
});

interface Receipt {
  consent: string;
  ledger: string;
  proofs: unknown[];
  openings: { content: unknown }[];
  state: unknown;
}

function failuresOf({ steps }: Report): [string, string][] {
  return steps
    .filter(({ outcome }) => outcome !== 'pass' && outcome !== 'warn')
    .map(({ step, code }) => [step, code]);
}
