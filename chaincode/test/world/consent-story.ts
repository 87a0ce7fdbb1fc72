import { consent } from '../../src/contracts/index.js';
import {
  plusMilliseconds,
  type consentMessages as messages,
  type MessageBody,
  type MessageKind,
} from '../../src/messages/index.js';
import { signMessage } from './keys.js';
import { digestOf, type World } from './world.js';

const { operations } = consent;
type ConsentKind = MessageKind & `consent/${string}`;

export const DAY = 86_400_000;
export const PURPOSE = 'loan-income-check';
/** What the purpose needs. */
export const FIELDS = ['employer-name', 'insured-months'];

/** One consent and everything that its parties say about it, with synthetic commitments. */
export class ConsentStory {
  readonly world: World;
  readonly consent: string;
  readonly citizen: string;
  readonly source: string;
  readonly recipient: string;

  constructor(
    world: World,
    consent = 'consent-1',
    citizen = 'citizen',
    source = 'province-44',
    recipient = 'bank',
  ) {
    this.world = world;
    this.consent = consent;
    this.citizen = citizen;
    this.source = source;
    this.recipient = recipient;
  }

  get now(): string {
    return this.world.ledger.time;
  }

  in(milliseconds: number): string {
    return plusMilliseconds(this.now, milliseconds);
  }

  commitment(words: string): string {
    return digestOf(`${this.consent} ${words}`);
  }

  signed<K extends ConsentKind>(kind: K, body: MessageBody<K>, by: string) {
    return { body, signature: signMessage(this.world.key(by), kind, body) };
  }

  reference(version = 1) {
    return { version, sm3: digestOf(`catalogue ${this.source} ${String(version)}`) };
  }

  catalogueBody(change: Partial<messages.Catalogue> = {}): messages.Catalogue {
    const version = change.version ?? 1;
    return {
      source: this.source,
      ...this.reference(version),
      fields: [
        { field: 'bank-account', sensitivity: 'sensitive', owner: this.source },
        { field: 'employer-name', sensitivity: 'general', owner: this.source },
        { field: 'injury-grade', sensitivity: 'sensitive', owner: this.source },
        { field: 'insured-months', sensitivity: 'general', owner: this.source },
      ],
      purposes: [
        {
          purpose: 'compensation',
          bases: ['arbitration', 'court-order', 'emergency'],
          fields: ['injury-grade'],
          count: 5,
          days: 30,
        },
        {
          purpose: 'insurance-claim',
          bases: ['consent'],
          fields: ['bank-account', 'injury-grade'],
          count: 5,
          days: 30,
        },
        { purpose: PURPOSE, bases: ['consent', 'court-order'], fields: FIELDS, count: 3, days: 90 },
      ],
      at: this.now,
      ...change,
    };
  }

  async publish(change: Partial<messages.Catalogue> = {}, by = this.source) {
    const input = this.signed('consent/publish', this.catalogueBody(change), by);
    return this.world.ledger.submit(operations.publish, input);
  }

  scope(change: Partial<messages.Scope> = {}): messages.Scope {
    return {
      purpose: PURPOSE,
      fields: FIELDS,
      mode: 'view',
      count: 2,
      from: this.world.ledger.time,
      until: this.in(30 * DAY),
      retentionDays: 30,
      ...change,
    };
  }

  requestBody(scope: Partial<messages.Scope> = {}, change: Partial<messages.Request> = {}): messages.Request {
    return {
      consent: this.consent,
      source: this.source,
      recipient: this.recipient,
      subject: this.citizen,
      scope: this.scope(scope),
      catalogue: this.reference(),
      notice: this.commitment('notice'),
      answerBy: this.in(DAY),
      at: this.now,
      ...change,
    };
  }

  async request(
    scope: Partial<messages.Scope> = {},
    change: Partial<messages.Request> = {},
    by = this.recipient,
  ) {
    const input = this.signed('consent/request', this.requestBody(scope, change), by);
    return this.world.ledger.submit(operations.request, input);
  }

  async grantBody(
    scope: Partial<messages.Scope> = {},
    change: Partial<messages.Grant> = {},
  ): Promise<messages.Grant> {
    const record = await this.record();
    const body = record.basis === 'consent' ? record.request.body : this.requestBody();
    return {
      consent: this.consent,
      subject: this.citizen,
      request: this.commitment('request'),
      scope: { ...body.scope, ...scope },
      separate: [],
      catalogue: body.catalogue,
      notice: body.notice,
      artefact: this.commitment('artefact'),
      activation: this.commitment('activation'),
      at: this.now,
      ...change,
    };
  }

  async grant(scope: Partial<messages.Scope> = {}, change: Partial<messages.Grant> = {}, by = this.citizen) {
    const input = this.signed('consent/grant', await this.grantBody(scope, change), by);
    return this.world.ledger.submit(operations.grant, input);
  }

  async refuse(change: Partial<messages.Refusal> = {}, by = this.citizen) {
    const { consent, citizen: subject, now: at } = this;
    const body = { consent, subject, reason: this.commitment('reason'), at, ...change };
    return this.world.ledger.submit(operations.refuse, this.signed('consent/refuse', body, by));
  }

  async reopen(change: Partial<messages.Reopening> = {}, by = this.citizen) {
    const body = { consent: this.consent, subject: this.citizen, at: this.now, ...change };
    return this.world.ledger.submit(operations.reopen, this.signed('consent/reopen', body, by));
  }

  async revoke(change: Partial<messages.Revocation> = {}, by = this.citizen) {
    const body = { consent: this.consent, subject: this.citizen, at: this.now, ...change };
    return this.world.ledger.submit(operations.revoke, this.signed('consent/revoke', body, by));
  }

  async confirmDeletion(change: Partial<messages.Deletion> = {}, by = this.recipient) {
    const { consent, recipient, now: at } = this;
    const body = { consent, recipient, statement: this.commitment('deleted'), at, ...change };
    const input = this.signed('consent/confirm-deletion', body, by);
    return this.world.ledger.submit(operations['confirm-deletion'], input);
  }

  /** Input of `use` as recipient and data source sign it. */
  fetched(
    authorisation: string,
    fetch: Partial<messages.Fetch> = {},
    use: Partial<messages.Use> = {},
    by = { recipient: fetch.recipient ?? this.recipient, source: this.source },
  ) {
    const { consent, recipient, source, now: at } = this;
    const both = { consent, authorisation, at };
    const asked = { ...both, recipient, purpose: PURPOSE, fields: FIELDS, key: digestOf('dpop'), ...fetch };
    const answered = { ...both, source, answer: this.commitment(`answer ${authorisation}`), ...use };
    return {
      fetch: this.signed('consent/fetch', asked, by.recipient),
      use: this.signed('consent/use', answered, by.source),
    };
  }

  async use(authorisation: string, fetch: Partial<messages.Fetch> = {}, use: Partial<messages.Use> = {}) {
    return this.world.ledger.submit(operations.use, this.fetched(authorisation, fetch, use));
  }

  orderBody(change: Partial<messages.Order> = {}, scope: Partial<messages.Scope> = {}): messages.Order {
    return {
      consent: this.consent,
      source: this.source,
      recipient: 'court',
      subject: this.citizen,
      basis: 'court-order',
      scope: this.scope(scope),
      catalogue: this.reference(),
      document: this.commitment('document'),
      officer: this.commitment('officer'),
      reason: this.commitment('reason'),
      at: this.now,
      ...change,
    };
  }

  async order(order = this.orderBody(), approver = this.source, by = order.recipient) {
    const sign = (name: string) => signMessage(this.world.key(name), 'consent/other-basis', order);
    const input = { order, signature: sign(by), approval: { by: approver, signature: sign(approver) } };
    return this.world.ledger.submit(operations['other-basis'], input);
  }

  async logRefused(sequence: number, change: Partial<messages.RefusedBatch> = {}, by = this.source) {
    const attempts = digestOf(`attempts ${String(sequence)}`);
    const body = { source: this.source, sequence, count: 1, attempts, at: this.now, ...change };
    const input = this.signed('consent/log-refused', body, by);
    return this.world.ledger.submit(operations['log-refused'], input);
  }

  async record() {
    return this.world.ledger.query(operations.consent, { consent: this.consent });
  }

  async consented() {
    const record = await this.record();
    if (record.basis !== 'consent') throw new Error('not a consent');
    return record;
  }

  /** The citizen has a key and the source a catalogue. */
  async prepared(): Promise<this> {
    await this.world.bind(this.citizen, { relation: 'consent', towards: this.source });
    await this.publish();
    return this;
  }

  async granted(scope: Partial<messages.Scope> = {}): Promise<this> {
    await this.request(scope);
    await this.grant();
    return this;
  }
}
