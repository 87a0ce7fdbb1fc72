import {
  certificate,
  processRecord,
  recognition,
  type certificateRecords,
} from '../../src/contracts/index.js';
import {
  dateInChina,
  plusMilliseconds,
  type certificateMessages as messages,
  type MessageBody,
  type MessageKind,
  type recognitionMessages,
} from '../../src/messages/index.js';
import { signMessage } from './keys.js';
import { digestOf, foundedFastWorld, type World } from './world.js';

const { operations } = certificate;
const TYPE = 'vocational-skill-level';
const DAY = 86_400_000;

/** One certificate of an assessor in 广东 and everything that is said about it, with synthetic commitments. */
export class CertificateStory {
  readonly world: World;
  readonly certificate: string;
  readonly holder: string;

  constructor(world: World, id = 'v-1', holder = 'holder') {
    this.world = world;
    this.certificate = id;
    this.holder = holder;
  }

  get now(): string {
    return this.world.ledger.time;
  }

  get today(): string {
    return dateInChina(this.now);
  }

  passDays(days: number): void {
    this.world.ledger.time = plusMilliseconds(this.now, days * DAY);
  }

  sign<K extends MessageKind>(kind: K, body: MessageBody<K>, by: string): string {
    return signMessage(this.world.key(by), kind, body);
  }

  issuing(change: Partial<messages.Issuing> = {}): messages.Issuing {
    return { ...this.#entry(change), issuer: 'assessor', ...change };
  }

  async issue(change: Partial<messages.Issuing> = {}, by: { issuer?: string; province?: string } = {}) {
    const body = this.issuing(change);
    return this.world.ledger.submit(operations.issue, {
      body,
      issuer: this.sign('certificate/issue', body, by.issuer ?? body.issuer),
      province: this.sign('certificate/issue', body, by.province ?? body.province),
    });
  }

  /** So many certificates in one batch, each for an identifier that the province reserved. */
  batch(count: number, change: Partial<messages.IssuingBatch> = {}): messages.IssuingBatch {
    const { certificate: _c, holder: _h, credential, issuedOn, status, ...shared } = this.issuing();
    const { validUntil: _none, ...common } = shared;
    const certificates = Array.from({ length: count }, (_, i) => ({
      certificate: `${this.certificate}-${String(i)}`,
      holder: `h-province-44-${String(i).padStart(24, '0')}`,
      credential,
      issuedOn,
      status: { list: status.list, index: status.index + 1 + i },
    }));
    return { ...common, batch: `b-${this.certificate}`, certificates, ...change };
  }

  async issueBatch(body: messages.IssuingBatch, by: { issuer?: string; province?: string } = {}) {
    const kind = 'certificate/issue-batch';
    return this.world.ledger.submit(operations['issue-batch'], {
      body,
      issuer: this.sign(kind, body, by.issuer ?? body.issuer),
      province: this.sign(kind, body, by.province ?? body.province),
    });
  }

  async attest(change: Partial<messages.Attesting> = {}, by?: string) {
    const register = digestOf(`${this.certificate} register`);
    const body = { ...this.#entry(change), register, ...change };
    const signature = this.sign('certificate/attest', body, by ?? body.province);
    return this.world.ledger.submit(operations.attest, { body, signature });
  }

  /** Takes over another one. */
  async transferIn(predecessor: string, change: Partial<messages.TransferIn> = {}, by?: string) {
    const there = { province: 'province-31', region: '310100', ...change };
    const body = { ...this.#entry(there), predecessor, ...there };
    const signature = this.sign('certificate/transfer-in', body, by ?? body.province);
    return this.world.ledger.submit(operations['transfer-in'], { body, signature });
  }

  async suspend(change: Partial<messages.Suspension> = {}, by = 'province-44') {
    const body = { ...(await this.decision(by)), reason: 'inquiry', ...change };
    const signature = this.sign('certificate/suspend', body, by);
    return this.world.ledger.submit(operations.suspend, { body, signature });
  }

  async reinstate(change: Partial<messages.Suspension> = {}, by = 'province-44') {
    const body = { ...(await this.decision(by)), reason: 'inquiry-closed', ...change };
    const signature = this.sign('certificate/reinstate', body, by);
    return this.world.ledger.submit(operations.reinstate, { body, signature });
  }

  async setAside(change: Partial<messages.SettingAside> = {}, by = 'province-44') {
    const said = { reason: 'reissue-pending', text: digestOf('text'), ...change };
    const body = { ...(await this.decision(by)), ...said };
    const signature = this.sign('certificate/set-aside', body, by);
    return this.world.ledger.submit(operations['set-aside'], { body, signature });
  }

  async takeUp(change: Partial<messages.TakingUp> = {}, by = 'province-44') {
    const body = { ...(await this.decision(by)), reason: 'reissued', ...change };
    const signature = this.sign('certificate/take-up', body, by);
    return this.world.ledger.submit(operations['take-up'], { body, signature });
  }

  async revoke(change: Partial<messages.Revocation> = {}, by = 'province-44') {
    const given = { ground: 'annulled' as const, reason: 'fraud', ...change };
    const body = { ...(await this.decision(by)), ...given };
    const signature = this.sign('certificate/revoke', body, by);
    return this.world.ledger.submit(operations.revoke, { body, signature });
  }

  async cancel(ground: messages.Cancellation['ground'] = 'request', holder?: string, by = 'province-44') {
    const body = { ...(await this.decision(by)), ground };
    return this.world.ledger.submit(operations.cancel, {
      body,
      signature: this.sign('certificate/cancel', body, by),
      ...(ground === 'request' && { holder: this.sign('certificate/cancel', body, holder ?? this.holder) }),
    });
  }

  async transferOut(to = 'province-31', holder?: string, by = 'province-44') {
    const body = { ...(await this.decision(by)), to };
    return this.world.ledger.submit(operations['transfer-out'], {
      body,
      signature: this.sign('certificate/transfer-out', body, by),
      holder: this.sign('certificate/transfer-out', body, holder ?? this.holder),
    });
  }

  async withdrawTransfer(by = 'province-44') {
    const body = { ...(await this.decision(by)), reason: 'stays' };
    const signature = this.sign('certificate/withdraw-transfer', body, by);
    return this.world.ledger.submit(operations['withdraw-transfer'], { body, signature });
  }

  /** That its issuer assessed the holder. */
  async assessed(event: string) {
    const { province, region, holder, type, at } = this.issuing();
    const content = digestOf(`${event} content`);
    const about = { province, region, holder, type, on: this.today, content, at };
    const body = { event, kind: 'assessment' as const, by: 'assessor', ...about };
    const signature = this.sign('process/record', body, 'assessor');
    return this.world.ledger.submit(processRecord.operations.record, { body, signature });
  }

  async expire() {
    return this.world.ledger.submit(operations.expire, { certificate: this.certificate });
  }

  async record(): Promise<certificateRecords.CertificateRecord> {
    return this.world.ledger.query(operations.certificate, { certificate: this.certificate });
  }

  async standing(at?: string) {
    const input = { certificate: this.certificate, ...(at !== undefined && { at }) };
    const {
      record: _record,
      origin: _origin,
      ...standing
    } = (await this.world.ledger.query(operations.standing, input)) as Record<string, unknown>;
    return standing as { state: string; valid: boolean; code?: string; dependency?: string };
  }

  /** What every decision about this certificate begins with, with the next number. */
  async decision(by: string) {
    const known = this.world.ledger.state.has(`certificate:${this.certificate}`);
    const sequence = known ? (await this.record()).states.length + 1 : 2;
    return { certificate: this.certificate, by, sequence: Math.min(sequence, 64), at: this.now };
  }

  async recognise(change: Partial<recognitionMessages.Recognising> = {}, by?: string) {
    const body = {
      recognition: 'rec-1',
      by: 'province-31',
      of: 'province-44',
      type: TYPE,
      from: '2026-01-01',
      until: '2026-12-31',
      ...change,
    };
    const signature = this.sign('recognition/recognise', body, by ?? body.by);
    return this.world.ledger.submit(recognition.operations.recognise, { body, signature });
  }

  #entry(change: { readonly province?: string; readonly region?: string }) {
    return {
      certificate: this.certificate,
      province: change.province ?? 'province-44',
      holder: this.holder,
      type: TYPE,
      credentialSchema: digestOf('schema'),
      credential: digestOf(`${this.certificate} credential`),
      region: change.region ?? '440305',
      issuedOn: '2026-03-02',
      validUntil: '2029-03-01',
      status: { list: 1, index: place(this.certificate) },
      at: this.now,
    };
  }
}

/** Another place in the list for each certificate. */
function place(id: string): number {
  return Buffer.from(digestOf(id)).readUInt32BE(0) % 100_000;
}

/** A founded ledger with an accredited assessor in 广东 and a holder towards this province. */
export async function certificateWorld(): Promise<World> {
  const world = await foundedFastWorld();
  await world.bind('holder', { relation: 'credential', towards: 'province-44' });
  await world.bind('other-holder', { relation: 'credential', towards: 'province-44' });
  await world.change({
    kind: 'accredit',
    accreditation: {
      id: 'acc-1',
      organisation: 'assessor',
      type: TYPE,
      regions: ['44'],
      from: '2026-01-01',
      until: '2031-12-31',
    },
  });
  return world;
}
