import { attestation, type Attestation } from '@renxin/chaincode/messages';
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { JsonRecords, type RecordStore } from '../store/index.js';

/** A value of a field, with the authority that answers for it and when it was true. */
export const fieldValue = z.strictObject({
  value: z.union([z.string(), z.int()]),
  owner: z.string(),
  asOf: z.iso.date(),
});
export const citizenData = z.record(z.string(), fieldValue);
export type CitizenData = z.infer<typeof citizenData>;

const known = z.strictObject({ identifier: attestation.shape.identifier, person: z.string() });

/**
 * Whose data it is, and the data: the data source's own. Which identifier belongs to which person the identity authority
 * says to this data source alone. People are kept under a keyed digest of their number.
 */
export class Citizens {
  readonly #known: JsonRecords<typeof known>;
  readonly #data: JsonRecords<typeof citizenData>;
  readonly #store: RecordStore;
  readonly #secret: Uint8Array;
  readonly #made: (citizenNumber: string) => CitizenData;

  /**
   * @param secret 32 bytes, kept from others
   * @param made the data of a person who comes for the first time: the demonstration has synthetic people only
   */
  constructor(
    organisation: string,
    store: RecordStore,
    secret: Uint8Array,
    made: (citizenNumber: string) => CitizenData,
  ) {
    this.#known = new JsonRecords(store, `${organisation}/consent-citizen`, known);
    this.#data = new JsonRecords(store, `${organisation}/citizen-data`, citizenData);
    this.#store = store;
    this.#secret = secret;
    this.#made = made;
  }

  /** Takes down whose identifier this is. @param attested checked before */
  async introduce({ identifier, citizenNumber }: Attestation): Promise<void> {
    const person = createHmac('sha256', this.#secret).update(citizenNumber).digest('hex');
    const changes = [
      ...((await this.#known.get(identifier)) === undefined
        ? [this.#known.put(identifier, { identifier, person })]
        : []),
      ...((await this.#data.get(person)) === undefined
        ? [this.#data.put(person, this.#made(citizenNumber))]
        : []),
    ];
    if (changes.length > 0) await this.#store.write(changes);
  }

  /** These fields of a citizen. @throws Refusal CITIZEN_UNKNOWN, FIELD_ABSENT */
  async fieldsOf(identifier: string, fields: readonly string[]): Promise<CitizenData> {
    const person = (await this.#known.get(identifier))?.value.person;
    const data = person === undefined ? undefined : (await this.#data.get(person))?.value;
    if (data === undefined) throw new Refusal('CITIZEN_UNKNOWN');
    const found = fields.map((field) => {
      const value = data[field];
      if (value === undefined) throw new Refusal('FIELD_ABSENT');
      return [field, value] as const;
    });
    return Object.fromEntries(found);
  }
}
