import type { IdentityRecord } from '@renxin/archive/bundle';
import { attestation, messageBytes, type Attestation, type PublicKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { fromBase64url } from '@renxin/chaincode/canonical';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** Who an identity authority is, and its key, as the ledger has it. */
export type AuthorityKey = (authority: string) => Promise<PublicKey | undefined>;

const record = z.strictObject({ body: attestation, signature: z.string() });

/**
 * The platform's records of how people's identities were proven (指引 art. 7): the authority's signed attestation, kept
 * off the ledger, one for each pairwise identifier.
 */
export class IdentityRecords {
  readonly #records: JsonRecords<typeof record>;
  readonly #store: RecordStore;
  readonly #provider: CryptoProvider;
  readonly #ledger: string;
  readonly #authorityKey: AuthorityKey;

  constructor(
    organisation: string,
    store: RecordStore,
    provider: CryptoProvider,
    ledger: string,
    authorityKey: AuthorityKey,
  ) {
    this.#records = new JsonRecords(store, `${organisation}/identity`, record);
    this.#store = store;
    this.#provider = provider;
    this.#ledger = ledger;
    this.#authorityKey = authorityKey;
  }

  /** Checks the authority's signature and keeps nothing. @throws Refusal ATTESTATION_INVALID, IDENTITY_NOT_PROVEN */
  async check(given: { body: Attestation; signature: string }): Promise<Attestation> {
    const { body, signature } = given;
    const key = await this.#authorityKey(body.authority);
    const message = messageBytes('identity/attestation', this.#ledger, body);
    const bytes = fromBase64url(signature);
    if (key === undefined || bytes === undefined || !this.#provider.verify(key, message, bytes)) {
      throw new Refusal('ATTESTATION_INVALID');
    }
    if (body.factors < 2) throw new Refusal('IDENTITY_NOT_PROVEN');
    return body;
  }

  /** Checks the attestation and keeps it. @throws Refusal ATTESTATION_INVALID, IDENTITY_NOT_PROVEN, IDENTITY_MISMATCH */
  async keep(given: { body: Attestation; signature: string }): Promise<Attestation> {
    const body = await this.check(given);
    const known = await this.#records.get(body.identifier);
    if (known !== undefined && !isSamePerson(known.value.body, body)) throw new Refusal('IDENTITY_MISMATCH');
    if (known === undefined) await this.#store.write([this.#records.put(body.identifier, given, 0)]);
    return body;
  }

  /** @throws Refusal IDENTITY_NOT_PROVEN */
  async of(identifier: string): Promise<Attestation> {
    const known = await this.#records.get(identifier);
    if (known === undefined) throw new Refusal('IDENTITY_NOT_PROVEN');
    return known.value.body;
  }

  /** The worker's record for one contract (docs/formats/evidence-bundle.md), with the authority's signed word. */
  async recordOf(contract: string, identifier: string): Promise<IdentityRecord> {
    const known = await this.#records.get(identifier);
    if (known === undefined) throw new Refusal('IDENTITY_NOT_PROVEN');
    const { body } = known.value;
    return {
      kind: 'renxin-identity-record',
      schema: 1,
      contract,
      party: identifier,
      role: 'worker',
      provider: { name: body.authority, sandbox: body.method.startsWith('sandbox') },
      method: body.method,
      factors: body.factors,
      request: body.request,
      at: body.at,
      attestation: known.value,
    };
  }
}

function isSamePerson(a: Attestation, b: Attestation): boolean {
  return a.name === b.name && a.citizenNumber === b.citizenNumber && a.key.point === b.key.point;
}
