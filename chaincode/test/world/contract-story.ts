import { laborContract } from '../../src/contracts/index.js';
import {
  plusMilliseconds,
  type laborContractMessages as messages,
  type MessageBody,
  type MessageKind,
} from '../../src/messages/index.js';
import { signMessage } from './keys.js';
import { digestOf, type World } from './world.js';

const { operations } = laborContract;
type LaborKind = MessageKind & `labor-contract/${string}`;
type Role = 'worker' | 'employer';

/** One labor contract and everything that its parties say about it, with synthetic commitments. */
export class Story {
  readonly world: World;
  readonly contract: string;
  readonly worker: string;
  readonly employer: string;

  constructor(world: World, contract = 'contract-1', worker = 'worker', employer = 'employer') {
    this.world = world;
    this.contract = contract;
    this.worker = worker;
    this.employer = employer;
  }

  get now(): string {
    return this.world.ledger.time;
  }

  /** A commitment of this contract. */
  commitment(words: string): string {
    return digestOf(`${this.contract} ${words}`);
  }

  signed<K extends LaborKind>(kind: K, body: MessageBody<K>, by: string) {
    return { body, signature: signMessage(this.world.key(by), kind, body) };
  }

  draftBody(change: Partial<messages.Draft> = {}): messages.Draft {
    return {
      contract: this.contract,
      employer: this.employer,
      worker: this.worker,
      region: '440305',
      template: { id: 'standard', version: 1, sm3: digestOf('template') },
      terms: this.commitment('terms 1'),
      ...change,
    };
  }

  async draft(change: Partial<messages.Draft> = {}) {
    const input = this.signed('labor-contract/draft', this.draftBody(change), this.employer);
    return this.world.ledger.submit(operations.draft, input);
  }

  disclosureBody(change: Partial<messages.Disclosure> = {}): messages.Disclosure {
    const { contract } = this;
    return { contract, text: 'disclosure', version: 1, sm3: digestOf('disclosure'), at: this.now, ...change };
  }

  async disclose(change: Partial<messages.Disclosure> = {}, by = this.worker) {
    const input = this.signed('labor-contract/disclose', this.disclosureBody(change), by);
    return this.world.ledger.submit(operations.disclose, input);
  }

  async revise(version: number, by = this.employer) {
    const body = { contract: this.contract, version, terms: this.commitment(`terms ${String(version)}`) };
    return this.world.ledger.submit(operations.revise, this.signed('labor-contract/revise', body, by));
  }

  async lock(version = 1, by = this.employer, words = 'document') {
    const document = this.commitment(`${words} ${String(version)}`);
    const body = { contract: this.contract, version, document };
    return this.world.ledger.submit(operations.lock, this.signed('labor-contract/lock', body, by));
  }

  signatureBody(role: Role, change: Partial<messages.PartySignature> = {}): messages.PartySignature {
    const amendment = change.amendment ?? 0;
    const version = change.version ?? amendment + 1;
    const own = (what: string) => this.commitment(`${what} ${role} ${String(amendment)}`);
    return {
      contract: this.contract,
      amendment,
      version,
      role,
      party: this[role],
      document: this.commitment(`document ${String(version)}`),
      shown: own('shown'),
      cms: own('cms'),
      identity: own('identity'),
      activation: own('activation'),
      notBefore: { height: 1, header: digestOf('header') },
      at: this.now,
      ...change,
    };
  }

  /** Input of `conclude` or `amend`, each body signed by whom the test says. */
  signing(
    change: Partial<messages.PartySignature> = {},
    timestamps: Partial<messages.Timestamps> = {},
    signers: Record<Role, string> = { worker: this.worker, employer: this.employer },
  ) {
    const half = (role: Role) =>
      this.signed('labor-contract/sign', this.signatureBody(role, change), signers[role]);
    const tokens = [this.commitment('token sm2'), this.commitment('token ecdsa')];
    return {
      worker: half('worker'),
      employer: half('employer'),
      timestamps: { signed: this.commitment('signed'), tokens, at: this.now, ...timestamps },
    };
  }

  async conclude(version = 1) {
    return this.world.ledger.submit(operations.conclude, this.signing({ version }));
  }

  async amend(amendment: number, version = amendment + 1) {
    return this.world.ledger.submit(operations.amend, this.signing({ amendment, version }));
  }

  async refuse(kind: 'decline' | 'withdraw', version = 1, by?: string) {
    const party = by ?? (kind === 'decline' ? this.worker : this.employer);
    const { contract } = this;
    const body = { contract, version, party, reason: this.commitment('reason'), at: this.now };
    const input = this.signed(`labor-contract/${kind}`, body, party);
    return this.world.ledger.submit(operations[kind], input);
  }

  async deliver(amendment = 0, channel: messages.Delivery['channel'] = 'app', by = this.employer) {
    const body = { contract: this.contract, amendment, channel, at: this.now };
    return this.world.ledger.submit(operations.deliver, this.signed('labor-contract/deliver', body, by));
  }

  async acknowledge(amendment = 0, change: Partial<messages.Acknowledgement> = {}, by = this.worker) {
    const document = this.commitment(`document ${String(amendment + 1)}`);
    const body = { contract: this.contract, amendment, document, at: this.now, ...change };
    return this.world.ledger.submit(
      operations.acknowledge,
      this.signed('labor-contract/acknowledge', body, by),
    );
  }

  dissolution(ground: messages.Ground, on: string): messages.Dissolution {
    return { contract: this.contract, ground, on, certificate: this.commitment('certificate'), at: this.now };
  }

  async dissolve(
    ground: messages.Ground,
    on: string,
    by: readonly string[],
    change: Partial<messages.Dissolution> = {},
  ) {
    const dissolution = { ...this.dissolution(ground, on), ...change };
    const signatures = by.map((id) => ({
      by: id,
      signature: signMessage(this.world.key(id), 'labor-contract/dissolve', dissolution),
    }));
    return this.world.ledger.submit(operations.dissolve, { dissolution, signatures });
  }

  async hold(kind: 'hold' | 'release', by: string, words = 'case', change: Partial<messages.Hold> = {}) {
    const body = { contract: this.contract, by, case: this.commitment(words), at: this.now, ...change };
    return this.world.ledger.submit(operations[kind], this.signed(`labor-contract/${kind}`, body, by));
  }

  async dispose(by = this.employer, change: Partial<messages.Disposal> = {}) {
    const body = { contract: this.contract, at: this.now, ...change };
    return this.world.ledger.submit(operations.dispose, this.signed('labor-contract/dispose', body, by));
  }

  async export(by: string, words = 'bundle', change: Partial<messages.BundleExport> = {}) {
    const bundle = this.commitment(words);
    const body = { contract: this.contract, bundle, by, purpose: 'party' as const, at: this.now, ...change };
    return this.world.ledger.submit(operations.export, this.signed('labor-contract/export', body, by));
  }

  async record() {
    return this.world.ledger.query(operations.contract, { contract: this.contract });
  }

  /** Drafts, discloses and locks. */
  async prepare(): Promise<this> {
    await this.draft();
    await this.disclose();
    await this.lock();
    return this;
  }

  async concluded(): Promise<this> {
    await this.prepare();
    await this.conclude();
    return this;
  }

  /** Days from now, in milliseconds of the ledger's time. */
  passDays(days: number): void {
    this.world.ledger.time = plusMilliseconds(this.world.ledger.time, days * 86_400_000);
  }
}
