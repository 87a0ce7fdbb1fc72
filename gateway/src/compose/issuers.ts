import type { Issuer, Trust } from '@renxin/archive/verify';
import { registry, registryRules } from '@renxin/chaincode/contracts';
import type { Ledger } from '@renxin/network';
import {
  bookAsOf,
  bookOf,
  type Accreditation,
  type Book,
  type Organisation,
} from '../trust-registry/book.js';

export type Recognitions = NonNullable<Trust['recognitions']>;

/**
 * Who may issue credentials and whose certificates count where, for the trust file: the ministry, every province (they
 * publish the status of their certificates), every employer (the law makes it issue the certificate of a contract's end) and
 * whoever is or was accredited, each with keys, suspensions and accreditations since it came.
 * @param asOf as the ledger had it at this time; left out: as it has it now
 */
export async function issuersOf(
  ledger: Ledger,
  asOf?: string,
): Promise<{ readonly issuers: Issuer[]; readonly recognitions: Recognitions }> {
  const now = await bookOf(ledger);
  const book = asOf === undefined ? now : bookAsOf(now, asOf);
  const given = [...book.accreditations.values()];
  const accredited = new Set(given.map(({ organisation }) => organisation));
  const issuing = [...book.organisations.values()].filter(
    ({ identifier, role }) => issues(role) || accredited.has(identifier),
  );
  return {
    issuers: await Promise.all(issuing.map((each) => issuerOf(ledger, each, given, asOf))),
    recognitions: recognitionsIn(book),
  };
}

function issues(role: string): boolean {
  return role === 'ministry' || role === 'province' || role === 'employer';
}

async function issuerOf(
  ledger: Ledger,
  { identifier, name, role, region, keys, states }: Organisation,
  given: readonly Accreditation[],
  asOf: string | undefined,
): Promise<Issuer> {
  const stored = await ledger.evaluate(registry.operations['assertion-keys'], { identifier });
  const known = { schema: 1 as const, ...stored };
  const assertionKeys =
    asOf === undefined ? stored.keys : (registryRules.assertionKeysAsOf(known, asOf)?.keys ?? []);
  return {
    id: identifier,
    name,
    role,
    region,
    standing: 'test',
    keys,
    assertionKeys,
    states: states.map(({ state, at }) => ({ state, at })),
    accreditations: given.filter(({ organisation }) => organisation === identifier).map(accreditationOf),
  };
}

function accreditationOf(record: Accreditation): Issuer['accreditations'][number] {
  const { id, type, regions, from, until, withdrawn, states, under } = record;
  return {
    id,
    type,
    regions,
    from,
    until,
    ...(withdrawn !== undefined && { withdrawnFrom: withdrawn.from }),
    ...(states !== undefined && { states: states.map(({ state, at }) => ({ state, at })) }),
    ...(under !== undefined && { under }),
  };
}

function recognitionsIn(book: Book): Recognitions {
  return [...book.recognitions.values()].map(({ recognition: { recognition: id, ...rule }, withdrawn }) => ({
    id,
    ...rule,
    ...(withdrawn !== undefined && { withdrawnFrom: withdrawn.from }),
  }));
}
