import { createHash } from 'node:crypto';
import { toBase64url } from '../../src/canonical/index.js';
import { registry } from '../../src/contracts/index.js';
import type { registryMessages } from '../../src/messages/index.js';
import { LEDGER, p256Key, signMessage, sm2Key, type TestKey } from './keys.js';
import { MemoryLedger } from './memory-ledger.js';

type Organisation = registryMessages.Organisation;
type Change = registryMessages.Change;

/** Synthetic organisations (domain.md 8.4): id, role, name, uscc, region. */
const ORGANISATIONS: readonly (readonly [string, Organisation['role'], string, string, string])[] = [
  ['ministry', 'ministry', '演示部', '11100000TX00009928', '11'],
  ['identity', 'identity-authority', '演示身份认证中心', '12330000TX0000212Y', '11'],
  ['province-44', 'province', '广东演示厅', '11330000TX00000365', '44'],
  ['province-31', 'province', '上海演示局', '11510000TX00000445', '31'],
  ['province-51', 'province', '四川演示厅', '91510000TX0000124G', '51'],
  ['employer', 'employer', '演示科技有限公司', '91440000TX0000028W', '440305'],
  ['other-employer', 'employer', '另一演示有限公司', '91330000TX0000116G', '330100'],
  ['bank', 'bank', '演示银行', '91310000TX000001XR', '31'],
  ['assessor', 'assessor', '演示评价机构', '91350100M000100Y43', '44'],
  ['arbitration', 'arbitration', '演示仲裁委', '11330000TX00000365', '44'],
  ['court', 'court', '演示法院', '11330000TX00000365', '44'],
];
const FOUNDERS = ['ministry', 'identity', 'province-44', 'province-31', 'province-51'];
const OFFICERS = ['officer-1', 'officer-2', 'officer-3'];

/** A ledger with organisations and people whose keys the test holds. */
export class World {
  readonly ledger: MemoryLedger;
  readonly #make: (seed: string) => TestKey;
  readonly #keys = new Map<string, TestKey>();

  constructor(ledger = new MemoryLedger(), make: (seed: string) => TestKey = sm2Key) {
    this.ledger = ledger;
    this.#make = make;
  }

  /** The key of a name; `employer/2` is the employer's second one. */
  key(name: string): TestKey {
    const key = this.#keys.get(name) ?? this.#make(name);
    this.#keys.set(name, key);
    return key;
  }

  /** The same world from here on twice: what happens to one does not happen to the other. */
  clone(): World {
    return new World(this.ledger.clone(), this.#make);
  }

  organisation(id: string): Organisation {
    const [, role, name, uscc, region] = ORGANISATIONS.find((each) => each[0] === id)!;
    return { id, role, name, uscc, region, key: this.key(id).key };
  }

  officer(id: string): registryMessages.Officer {
    return { id, key: this.key(id).key };
  }

  founding(change: Partial<registryMessages.Founding> = {}): registryMessages.Founding {
    return {
      ledger: LEDGER,
      founders: FOUNDERS.map((id) => this.organisation(id)),
      officers: OFFICERS.map((id) => this.officer(id)),
      recoveryDelayHours: 72,
      at: this.ledger.time,
      ...change,
    };
  }

  async found(founding = this.founding()) {
    const signatures = founding.founders.map(({ id }) => ({
      by: id,
      signature: signMessage(this.key(id), 'registry/found', founding),
    }));
    return this.ledger.submit(registry.operations.found, { founding, signatures });
  }

  /** The number of the next change. */
  async sequence(): Promise<number> {
    return (await this.ledger.query(registry.operations.governance, {})).next;
  }

  /** Input of `change` with the signatures of these. */
  approved(sequence: number, change: Change, by: readonly string[]) {
    const approvals = by.map((id) => ({
      by: id,
      signature: signMessage(this.key(id), 'registry/change', { sequence, change }),
    }));
    return { sequence, change, approvals };
  }

  async change(change: Change, by: readonly string[] = ['ministry', 'province-44', 'province-31']) {
    const newcomer =
      change.kind === 'enrol'
        ? [change.organisation.id]
        : change.kind === 'appoint-officer'
          ? [change.officer.id]
          : [];
    const input = this.approved(await this.sequence(), change, [...by, ...newcomer]);
    return this.ledger.submit(registry.operations.change, input);
  }

  async enrol(...ids: string[]): Promise<void> {
    for (const id of ids) await this.change({ kind: 'enrol', organisation: this.organisation(id) });
  }

  binding(identifier: string, change: Partial<registryMessages.Binding> = {}): registryMessages.Binding {
    return {
      identifier,
      relation: 'employment',
      towards: 'employer',
      key: this.key(identifier).key,
      authority: 'identity',
      proof: digestOf(`proof of ${identifier}`),
      at: this.ledger.time,
      ...change,
    };
  }

  /** Input of `bind` as the identity authority and the person sign it. */
  bound(binding: registryMessages.Binding) {
    const authority = signMessage(this.key(binding.authority), 'registry/bind', binding);
    const possession = signMessage(this.key(binding.identifier), 'registry/bind', binding);
    return { binding, authority, possession };
  }

  async bind(identifier: string, change: Partial<registryMessages.Binding> = {}) {
    return this.ledger.submit(registry.operations.bind, this.bound(this.binding(identifier, change)));
  }
}

/** 32 bytes that stand for a salted commitment or a digest, the same for the same words. */
export function digestOf(words: string): string {
  return toBase64url(createHash('sha256').update(`salt ${words}`).digest());
}

/** An empty ledger whose keys are P-256, which are a hundred times as fast as SM2 by sm-crypto. */
export function fastWorld(): World {
  return new World(new MemoryLedger(), p256Key);
}

let cached: World | undefined;

/** A founded ledger with every organisation and two workers bound, signed with SM2. Made once, then copied. */
export async function foundedWorld(): Promise<World> {
  cached ??= await makeWorld(new World());
  return cached.clone();
}

let cachedFast: World | undefined;

/** The same with P-256 keys. */
export async function foundedFastWorld(): Promise<World> {
  cachedFast ??= await makeWorld(fastWorld());
  return cachedFast.clone();
}

async function makeWorld(world: World): Promise<World> {
  await world.found();
  await world.enrol('employer', 'other-employer', 'bank', 'assessor', 'arbitration', 'court');
  await world.bind('worker');
  await world.bind('other-worker', { towards: 'other-employer' });
  return world;
}
