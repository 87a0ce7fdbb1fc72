import { archiveRecord } from '../../src/contracts/index.js';
import { plusMilliseconds, type archiveRecordMessages as messages } from '../../src/messages/index.js';
import { signMessage } from './keys.js';
import { digestOf, type World } from './world.js';

const { operations } = archiveRecord;

/** One archive package and everything that its keepers say about it, with synthetic commitments. */
export class ArchiveStory {
  readonly world: World;
  readonly archive: string;

  constructor(world: World, archive = 'archive-1') {
    this.world = world;
    this.archive = archive;
  }

  get now(): string {
    return this.world.ledger.time;
  }

  commitment(words: string): string {
    return digestOf(`${this.archive} ${words}`);
  }

  registration(change: Partial<messages.Registration> = {}): messages.Registration {
    return {
      archive: this.archive,
      by: 'employer',
      kind: 'labor-contract',
      version: 1,
      sm3: this.commitment('sm3'),
      sha256: this.commitment('sha256'),
      items: 20,
      retention: '10-years',
      report: this.commitment('report'),
      at: this.now,
      ...change,
    };
  }

  async register(change: Partial<messages.Registration> = {}, signer = change.by ?? 'employer') {
    const body = this.registration(change);
    const signature = signMessage(this.world.key(signer), 'archive-record/register', body);
    return this.world.ledger.submit(operations.register, { body, signature });
  }

  async send(change: Partial<messages.Sending> = {}, signer = change.by ?? 'employer') {
    const { archive, now: at } = this;
    const body = { archive, transfer: 1, by: 'employer', to: 'province-44', at, ...change };
    const signature = signMessage(this.world.key(signer), 'archive-record/send', body);
    return this.world.ledger.submit(operations.send, { body, signature });
  }

  async receive(change: Partial<messages.Receipt> = {}, signer = change.by ?? 'province-44') {
    const { archive, now: at } = this;
    const [sm3, report] = [this.commitment('sm3'), this.commitment('report 2')];
    const body = { archive, transfer: 1, by: 'province-44', sm3, report, at, ...change };
    const signature = signMessage(this.world.key(signer), 'archive-record/receive', body);
    return this.world.ledger.submit(operations.receive, { body, signature });
  }

  async accept(change: Partial<messages.Acceptance> = {}, signer = change.by ?? 'province-44') {
    const body = { archive: this.archive, transfer: 1, by: 'province-44', at: this.now, ...change };
    const signature = signMessage(this.world.key(signer), 'archive-record/accept', body);
    return this.world.ledger.submit(operations.accept, { body, signature });
  }

  async sendBack(
    kind: 'return' | 'recall',
    change: Partial<messages.SendingBack> = {},
    signer = change.by ?? (kind === 'return' ? 'province-44' : 'employer'),
  ) {
    const by = kind === 'return' ? 'province-44' : 'employer';
    const reason = this.commitment('reason');
    const body = { archive: this.archive, transfer: 1, by, reason, at: this.now, ...change };
    const signature = signMessage(this.world.key(signer), `archive-record/${kind}`, body);
    return this.world.ledger.submit(operations[kind], { body, signature });
  }

  async hold(
    kind: 'hold' | 'release',
    by = 'court',
    words = 'case',
    change: Partial<messages.ArchiveHold> = {},
  ) {
    const body = { archive: this.archive, by, case: this.commitment(words), at: this.now, ...change };
    const signature = signMessage(this.world.key(by), `archive-record/${kind}`, body);
    return this.world.ledger.submit(operations[kind], { body, signature });
  }

  async dispose(by = 'employer', change: Partial<messages.ArchiveDisposal> = {}) {
    const body = { archive: this.archive, by, at: this.now, ...change };
    const signature = signMessage(this.world.key(by), 'archive-record/dispose', body);
    return this.world.ledger.submit(operations.dispose, { body, signature });
  }

  async record() {
    return this.world.ledger.query(operations.archive, { archive: this.archive });
  }

  passYears(years: number): void {
    this.world.ledger.time = plusMilliseconds(this.world.ledger.time, years * 366 * 86_400_000);
  }
}
