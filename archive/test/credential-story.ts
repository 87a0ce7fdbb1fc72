import { canonicalBytes, type JsonObject } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { RENXIN_CONTEXT, VC_CONTEXT } from '@renxin/credentials/context';
import {
  issue,
  present,
  signCredential,
  type Credential,
  type IssuerKey,
} from '@renxin/credentials/credential';
import { schemaOf } from '@renxin/credentials/schema';
import {
  StatusBits,
  statusEntry,
  statusListCredential,
  type StatusPurpose,
} from '@renxin/credentials/status';
import { generateAssertionSigner, type AssertionSigner } from '@renxin/seal/signer';
import type { Issuer, Trust } from '../src/verify/index.js';
import { createLedger, type OrganisationName, type TestLedger } from './ledger.js';
import { activation, createAuthorities, provider, seeded, sm3, type Authorities } from './pki.js';
import { makeTrust } from './signing.js';

/** An issuer that is accredited on a real ledger, a province that publishes status, a holder: certificates of theirs. */
export interface CredentialStory {
  readonly test: TestLedger;
  readonly authorities: Authorities;
  readonly assertion: Readonly<Record<'employer' | 'guangdong', AssertionSigner>>;
}

export const START = new Date('2026-03-01T08:00:00.000Z');
export const NOW = new Date('2026-03-05T08:00:00.000Z');
const LISTS = 'https://gd.example/status-lists/1';

export async function tellCredentialStory(): Promise<CredentialStory> {
  const test = await createLedger('credentials', START);
  const assertion = {
    employer: generateAssertionSigner(seeded('employer assertion')).signer,
    guangdong: generateAssertionSigner(seeded('guangdong assertion')).signer,
  };
  for (const identifier of ['employer', 'guangdong'] as const) {
    const change = { identifier, sequence: 1, key: assertion[identifier].key };
    const signature = await test.sign(test.organisations[identifier], 'registry/add-assertion-key', change);
    await test.submit(registry.operations['add-assertion-key'], { change, signature });
  }
  await decide(test, {
    kind: 'accredit',
    accreditation: {
      id: 'acc-1',
      organisation: 'employer',
      type: 'vocational-skill-level',
      regions: ['44'],
      from: '2026-01-01',
      until: '2028-12-31',
    },
  });
  return { test, authorities: await createAuthorities('credentials', START), assertion };
}

type Change = Parameters<typeof registry.operations.change.run>[1]['change'];

/** A change that ministry and provinces decide. */
export async function decide(test: TestLedger, change: Change): Promise<void> {
  const { next } = await test.ledger.evaluate(registry.operations.governance, {});
  const body = { sequence: next, change };
  const by: readonly OrganisationName[] = ['ministry', 'guangdong', 'shanghai'];
  const approvals = [];
  for (const id of by) {
    const signature = await test.sign(test.organisations[id], 'registry/change', body);
    approvals.push({ by: id, signature });
  }
  await test.submit(registry.operations.change, { ...body, approvals });
}

export function didOf(id: string): string {
  return `did:renxin:renxin-test:${id}`;
}

export function keysOf(
  { test, assertion }: CredentialStory,
  id: 'employer' | 'guangdong',
): [IssuerKey, IssuerKey] {
  return [
    { verificationMethod: `${didOf(id)}#assertion-1`, signer: assertion[id] },
    { verificationMethod: `${didOf(id)}#key-1`, signer: test.organisations[id] },
  ];
}

export function unsigned(changes: JsonObject = {}): JsonObject {
  const schema = schemaOf('vocational-skill-level');
  const entries = (['revocation', 'suspension'] as const).map((purpose) =>
    statusEntry(`${LISTS}/${purpose}`, purpose, 4711),
  );
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
    type: ['VerifiableCredential', 'VocationalSkillLevel'],
    issuer: didOf('employer'),
    validFrom: '2026-03-02T00:00:00Z',
    validUntil: '2029-03-01T00:00:00Z',
    credentialSubject: {
      id: didOf('w-7f3k2m9q'),
      name: '演示人员',
      citizenNumber: '310000199001019015',
      occupation: '电工',
      level: '3',
      assessor: { name: '演示评价机构', uscc: '91440000TX0000028W' },
      certificateNo: `S${'0'.repeat(20)}1`,
      issuedOn: '2026-03-02',
    },
    credentialSchema: schema.reference,
    credentialStatus: entries,
    ...changes,
  };
}

export function issued(
  story: CredentialStory,
  changes: JsonObject = {},
  now = new Date('2026-03-02T08:00:00Z'),
): Promise<Credential> {
  return issue(unsigned(changes), { provider, now, activation, keys: keysOf(story, 'employer') });
}

export async function lists(
  story: CredentialStory,
  set: readonly StatusPurpose[],
  by: 'employer' | 'guangdong' = 'guangdong',
): Promise<readonly Credential[]> {
  const made: Credential[] = [];
  for (const statusPurpose of ['revocation', 'suspension'] as const) {
    const bits = new StatusBits();
    if (set.includes(statusPurpose)) bits.set(4711, true);
    const content = {
      id: `${LISTS}/${statusPurpose}`,
      issuer: didOf(by),
      statusPurpose,
      bits,
      validFrom: '2026-03-04T00:00:00Z',
      validUntil: '2026-03-05T00:00:00Z',
    };
    const options = { provider, now: new Date('2026-03-04T00:00:00Z'), activation, keys: keysOf(story, by) };
    made.push(await signCredential(statusListCredential(content), options));
  }
  return made;
}

export async function shown(
  story: CredentialStory,
  credential: JsonObject,
  signer = story.test.worker.signer,
) {
  const holder = didOf('w-7f3k2m9q');
  return present([credential], {
    provider,
    now: new Date('2026-03-03T08:00:00Z'),
    activation,
    holder,
    verificationMethod: `${holder}#key-1`,
    signer,
    challenge: 'c-0123456789',
    domain: 'https://sh.example',
  });
}

/** As a gateway makes it from the ledger. */
export async function trust(story: CredentialStory, changes: Partial<Trust> = {}): Promise<Uint8Array> {
  const { test, authorities } = story;
  const genesis = await test.ledger.header(0);
  const about = {
    ledger: test.name,
    issuedAt: '2026-01-01T00:00:00.000Z',
    validUntil: '2027-01-01T00:00:00.000Z',
    genesis: sm3(canonicalBytes(genesis.header)),
    operators: [
      {
        name: 'ministry',
        key: test.operator.key,
        from: '2026-01-01T00:00:00.000Z',
        standing: 'test' as const,
      },
    ],
    organisations: [],
  };
  const issuers = [await issuerOf(story, 'employer'), await issuerOf(story, 'guangdong')];
  return makeTrust(authorities, test.organisations.ministry, about, { issuers, ...changes });
}

export async function issuerOf({ test }: CredentialStory, identifier: string): Promise<Issuer> {
  const record = await test.ledger.evaluate(registry.operations.identifier, { identifier });
  const { keys } = await test.ledger.evaluate(registry.operations['assertion-keys'], { identifier });
  const accreditation = await test.ledger.evaluate(registry.operations.accreditation, { id: 'acc-1' });
  if (record.kind !== 'organisation') throw new Error('no organisation');
  const { id, type, regions, from, until, withdrawn, organisation } = accreditation;
  const held = {
    id,
    type,
    regions,
    from,
    until,
    ...(withdrawn !== undefined && { withdrawnFrom: withdrawn.from }),
  };
  return {
    id: identifier,
    name: record.name,
    role: record.role,
    region: record.region,
    standing: 'test',
    keys: record.keys,
    assertionKeys: keys,
    states: record.states.map(({ state, at }) => ({ state, at })),
    accreditations: organisation === identifier ? [held] : [],
  };
}
