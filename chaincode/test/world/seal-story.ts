import { sealRecord } from '../../src/contracts/index.js';
import { plusMilliseconds, type sealRecordMessages as messages } from '../../src/messages/index.js';
import { signMessage } from './keys.js';
import { digestOf, type World } from './world.js';

const { operations } = sealRecord;

/** One e-seal and everything that is said about it, with synthetic commitments. */
export class SealStory {
  readonly world: World;
  readonly seal: string;
  readonly owner: string;

  constructor(world: World, seal = 'seal-1', owner = 'employer') {
    this.world = world;
    this.seal = seal;
    this.owner = owner;
  }

  get now(): string {
    return this.world.ledger.time;
  }

  commitment(words: string): string {
    return digestOf(`${this.seal} ${words}`);
  }

  async apply(change: Partial<messages.Application> = {}, signer = this.owner) {
    const { seal, owner, now: at } = this;
    const body = {
      seal,
      owner,
      name: '演示合同专用章',
      type: 'contract',
      agent: this.commitment('agent'),
      at,
      ...change,
    };
    const signature = signMessage(this.world.key(signer), 'seal-record/apply', body);
    return this.world.ledger.submit(operations.apply, { body, signature });
  }

  async decide(kind: 'approve' | 'reject', by = 'province-44', change: Partial<messages.Decision> = {}) {
    const body = { seal: this.seal, by, grounds: this.commitment('grounds'), at: this.now, ...change };
    const signature = signMessage(this.world.key(by), `seal-record/${kind}`, body);
    return this.world.ledger.submit(operations[kind], { body, signature });
  }

  async make(by = 'province-44', change: Partial<messages.Making> = {}) {
    const { seal, now } = this;
    const validUntil = plusMilliseconds(now, 365 * 86_400_000);
    const sm3 = this.commitment('seseal');
    const body = { seal, by, esId: `ES-${seal}`, sm3, validFrom: now, validUntil, at: now, ...change };
    const signature = signMessage(this.world.key(by), 'seal-record/make', body);
    return this.world.ledger.submit(operations.make, { body, signature });
  }

  async change(
    kind: 'activate' | 'suspend' | 'resume' | 'revoke',
    number: number,
    by = this.owner,
    change: Partial<messages.SealChange> = {},
  ) {
    const body = { seal: this.seal, number, by, reason: 'demonstration', at: this.now, ...change };
    const signature = signMessage(this.world.key(by), `seal-record/${kind}`, body);
    return this.world.ledger.submit(operations[kind], { body, signature });
  }

  async use(name: string, change: Partial<messages.SealUse> = {}, signer = change.by ?? this.owner) {
    const body: messages.SealUse = {
      seal: this.seal,
      use: name,
      by: this.owner,
      document: this.commitment(`document ${name}`),
      place: this.commitment(`place ${name}`),
      authority: this.commitment(`authority ${name}`),
      outcome: { kind: 'sealed', signature: this.commitment(`signature ${name}`) },
      at: this.now,
      ...change,
    };
    const signature = signMessage(this.world.key(signer), 'seal-record/use', body);
    return this.world.ledger.submit(operations.use, { body, signature });
  }

  async record() {
    return this.world.ledger.query(operations.seal, { seal: this.seal });
  }

  async stateAt(time: string) {
    return (await this.world.ledger.query(operations['state-at'], { seal: this.seal, time })).state;
  }

  /** Applied for, approved, made and in use. */
  async active(change: Partial<messages.Application> = {}): Promise<this> {
    await this.apply(change);
    await this.decide('approve');
    await this.make();
    await this.change('activate', 1);
    return this;
  }

  passDays(days: number): void {
    this.world.ledger.time = plusMilliseconds(this.world.ledger.time, days * 86_400_000);
  }
}
