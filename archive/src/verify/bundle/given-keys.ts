import type { PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { CommandEvidence } from '@renxin/network/proof';
import { Fault, Undecided } from '../examination.js';
import type { Past } from './history.js';
import { readInput, type Input } from './inputs.js';
import { holds, isSameKey } from './message-signature.js';

/** A key that the ledger gave to an identifier, from this command on. */
export interface GivenKey {
  readonly identifier: string;
  readonly key: PublicKey;
  readonly since: CommandEvidence;
  readonly kind: 'organisation' | 'person';
  /** Of a person: the organisation towards which, in an employment, the identifier is used. */
  readonly employer?: string;
  /** Of a person: the data source towards which the identifier is used for consents. */
  readonly dataSource?: string;
}

/**
 * Follows the registry's commands in the order of the ledger and checks again what the rules checked then:
 * organisations come from the founding record, signed by each of them, and from enrolments that the ministry and more
 * than half of the provinces approved; persons from bindings signed by an identity authority and by the key itself; a
 * rotation is signed by both keys. A command that only repeats an earlier one changes nothing.
 */
export function keysGiven(provider: CryptoProvider, history: Past): GivenKey[] {
  const registry = new Registry(provider, history.latest.header.ledger);
  for (const evidence of history.commands) {
    if (evidence.command.contract === 'registry') registry.follow(evidence);
  }
  return registry.given;
}

class Registry {
  readonly given: GivenKey[] = [];
  readonly #provider: CryptoProvider;
  readonly #ledger: string;
  readonly #authorities = new Set<string>();
  readonly #provinces = new Set<string>();
  #ministry = '';

  constructor(provider: CryptoProvider, ledger: string) {
    this.#provider = provider;
    this.#ledger = ledger;
  }

  follow(evidence: CommandEvidence): void {
    switch (evidence.command.operation) {
      case 'found':
        return this.#found(evidence, readInput(evidence, 'registry.found'));
      case 'change':
        return this.#change(evidence, readInput(evidence, 'registry.change'));
      case 'bind':
        return this.#bind(evidence, readInput(evidence, 'registry.bind'));
      case 'rotate':
        return this.#rotate(evidence, readInput(evidence, 'registry.rotate'));
      default:
        // A recovered key is not followed yet: rather no answer than a wrong one.
        throw new Undecided('KEY_COMMAND_UNKNOWN', { operation: evidence.command.operation });
    }
  }

  #found(evidence: CommandEvidence, { founding, signatures }: Input<'registry.found'>): void {
    if (this.given.length > 0) return;
    const { height } = evidence.header;
    // On a Fabric channel the founding record follows the channel's own first blocks; the rules let in one only.
    const isPlaced = evidence.kind === 'fabric' || height === 0;
    if (!isPlaced || founding.ledger !== this.#ledger) throw new Fault('FOUNDING_SIGNATURES', { height });
    for (const founder of founding.founders) {
      const own = signatures.find(({ by }) => by === founder.id)?.signature;
      if (
        own === undefined ||
        !holds(this.#provider, founder.key, 'registry/found', this.#ledger, founding, own)
      ) {
        throw new Fault('FOUNDING_SIGNATURES', { founder: founder.id });
      }
    }
    for (const founder of founding.founders) this.#enrol(evidence, founder);
  }

  #change(evidence: CommandEvidence, input: Input<'registry.change'>): void {
    const { sequence, change } = input;
    if (change.kind !== 'enrol' || this.#keyOf(change.organisation.id) !== undefined) return;
    const { organisation } = change;
    const approvers = input.approvals.filter(({ by, signature }) => {
      const key = by === organisation.id ? organisation.key : this.#keyOf(by);
      return (
        key !== undefined &&
        holds(this.#provider, key, 'registry/change', this.#ledger, { sequence, change }, signature)
      );
    });
    const by = new Set(approvers.map((each) => each.by));
    const provinces = [...this.#provinces].filter((id) => by.has(id)).length;
    if (!by.has(this.#ministry) || !by.has(organisation.id) || provinces * 2 <= this.#provinces.size) {
      throw new Fault('ENROLMENT_APPROVALS', {
        organisation: organisation.id,
        height: evidence.header.height,
      });
    }
    this.#enrol(evidence, organisation);
  }

  #bind(evidence: CommandEvidence, { binding, authority, possession }: Input<'registry.bind'>): void {
    const { identifier, key } = binding;
    if (this.#isGiven(identifier, key)) return;
    const about = { identifier, authority: binding.authority, height: evidence.header.height };
    const authorityKey = this.#authorities.has(binding.authority)
      ? this.#keyOf(binding.authority)
      : undefined;
    if (authorityKey === undefined || this.#keyOf(identifier) !== undefined)
      throw new Fault('BINDING_AUTHORITY', about);
    const signed =
      holds(this.#provider, authorityKey, 'registry/bind', this.#ledger, binding, authority) &&
      holds(this.#provider, key, 'registry/bind', this.#ledger, binding, possession);
    if (!signed) throw new Fault('BINDING_SIGNATURE', about);
    const { relation, towards } = binding;
    const use =
      relation === 'employment'
        ? { employer: towards }
        : relation === 'consent'
          ? { dataSource: towards }
          : {};
    this.given.push({ identifier, key, since: evidence, kind: 'person', ...use });
  }

  #rotate(evidence: CommandEvidence, input: Input<'registry.rotate'>): void {
    const { rotation } = input;
    const { identifier, key } = rotation;
    if (this.#isGiven(identifier, key)) return;
    const last = this.given.filter((each) => each.identifier === identifier).at(-1);
    const signed =
      last !== undefined &&
      holds(this.#provider, last.key, 'registry/rotate', this.#ledger, rotation, input.old) &&
      holds(this.#provider, key, 'registry/rotate', this.#ledger, rotation, input.new);
    if (!signed) throw new Fault('BINDING_SIGNATURE', { identifier, height: evidence.header.height });
    this.given.push({ ...last, key, since: evidence });
  }

  #enrol(evidence: CommandEvidence, organisation: { id: string; role: string; key: PublicKey }): void {
    const { id, role, key } = organisation;
    this.given.push({ identifier: id, key, since: evidence, kind: 'organisation' });
    if (role === 'ministry') this.#ministry = id;
    if (role === 'province') this.#provinces.add(id);
    if (role === 'identity-authority') this.#authorities.add(id);
  }

  #keyOf(identifier: string): PublicKey | undefined {
    return this.given.filter((each) => each.identifier === identifier).at(-1)?.key;
  }

  #isGiven(identifier: string, key: PublicKey): boolean {
    return this.given.some((each) => each.identifier === identifier && isSameKey(each.key, key));
  }
}
