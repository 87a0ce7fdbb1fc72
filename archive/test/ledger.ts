import { toBase64url, type Json } from '@renxin/chaincode/canonical';
import { laborContract, registry } from '@renxin/chaincode/contracts';
import { contractsOf, type CommandRef } from '@renxin/chaincode/kernel';
import { messageBytes, type MessageBody, type MessageKind, type PublicKey } from '@renxin/chaincode/messages';
import { openEmbeddedLedger, type EmbeddedLedger } from '@renxin/network/embedded';
import type { LedgerProof } from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activation, newSigner, provider, seeded, sm3, text } from './pki.js';

/** A real ledger in a directory of its own, founded, with an employer enrolled and a worker bound. */
export interface TestLedger {
  readonly ledger: EmbeddedLedger;
  readonly name: string;
  readonly operator: Signer;
  readonly organisations: Readonly<Record<OrganisationName, Signer>>;
  readonly worker: { readonly identifier: string; readonly signer: Signer };
  /** Proofs of everything that was submitted here, in order. */
  readonly proofs: LedgerProof[];
  /** The ledger's time from now on, advancing by a second with each command. */
  clock: { now: Date };
  submit<I extends Json, O extends Json>(command: CommandRef<I, O>, input: I): Promise<LedgerProof>;
  sign<K extends MessageKind>(signer: Signer, kind: K, body: MessageBody<K>): Promise<string>;
  close(): Promise<void>;
}

const founders = ['ministry', 'guangdong', 'shanghai', 'sichuan', 'identity'] as const;
export type OrganisationName = (typeof founders)[number] | 'employer' | 'court';

/** What a dishonest operator lets its rules believe. */
export const credulous: CryptoProvider = { ...provider, verify: () => true };

const ROLES = {
  ministry: 'ministry',
  guangdong: 'province',
  shanghai: 'province',
  sichuan: 'province',
  identity: 'identity-authority',
  employer: 'employer',
  court: 'court',
} as const;
const REGIONS = {
  ministry: '11',
  guangdong: '44',
  shanghai: '31',
  sichuan: '51',
  identity: '11',
  employer: '44',
  court: '44',
} as const;
const USCC = {
  ministry: '11100000TX00009928',
  guangdong: '11330000TX00000365',
  shanghai: '11510000TX00000445',
  sichuan: '12330000TX0000212Y',
  identity: '91330000TX0000116G',
  employer: '91440000TX0000028W',
  court: '91510000TX0000124G',
} as const;

export interface LedgerOptions {
  readonly name?: string;
  /** What the ledger's rules verify signatures with: a dishonest operator lets everything pass. */
  readonly rules?: CryptoProvider;
  /** Whose signatures the operator makes with a key of its own instead. */
  readonly forged?: readonly MessageKind[];
}

export async function createLedger(
  seed: string,
  start: Date,
  options: LedgerOptions = {},
): Promise<TestLedger> {
  const name = options.name ?? 'renxin-test';
  const random = seeded(`ledger/${seed}`);
  const clock = { now: start };
  const directory = await mkdtemp(join(tmpdir(), 'renxin-archive-'));
  const operator = newSigner(random);
  const ledger = await openEmbeddedLedger({
    directory,
    contracts: contractsOf(registry, laborContract),
    name,
    caller: 'ministry',
    operator,
    provider: options.rules ?? provider,
    clock: () => clock.now,
  });
  const organisations = Object.fromEntries(
    Object.keys(ROLES).map((each) => [each, newSigner(random)]),
  ) as unknown as Record<OrganisationName, Signer>;
  const worker = { identifier: 'w-7f3k2m9q', signer: newSigner(random) };
  const proofs: LedgerProof[] = [];
  const at = (): string => clock.now.toISOString();

  const test: TestLedger = {
    ledger,
    name,
    operator,
    organisations,
    worker,
    proofs,
    clock,
    async submit(command, input) {
      clock.now = new Date(clock.now.getTime() + 1000);
      const { at: position } = await ledger.submit(command, input);
      const proof = await ledger.prove(position);
      proofs.push(proof);
      return proof;
    },
    async sign(signer, kind, body) {
      const message = messageBytes(kind, name, body);
      const by = options.forged?.includes(kind) === true ? operator : signer;
      return toBase64url(await by.sign({ algorithm: by.key.algorithm, message, activation }));
    },
    async close() {
      await ledger.close();
      await rm(directory, { recursive: true });
    },
  };

  const organisation = (id: OrganisationName) => ({
    id,
    role: ROLES[id],
    name: `演示机构 ${id}`,
    uscc: USCC[id],
    region: REGIONS[id],
    key: organisations[id].key,
  });
  const founding = {
    ledger: name,
    founders: founders.map(organisation),
    officers: [0, 1].map((n) => ({ id: `officer-${n}`, key: newSigner(random).key })),
    recoveryDelayHours: 72,
    at: at(),
  };
  const signatures = await signAll(test, founders, 'registry/found', founding);
  await test.submit(registry.operations.found, { founding, signatures });
  for (const [i, id] of (['employer', 'court'] as const).entries()) {
    const body = { sequence: i + 1, change: { kind: 'enrol' as const, organisation: organisation(id) } };
    const approvals = await signAll(test, ['ministry', 'guangdong', 'shanghai', id], 'registry/change', body);
    await test.submit(registry.operations.change, { ...body, approvals });
  }
  await bind(test, worker.identifier, worker.signer);
  return test;
}

/** The identity authority binds a worker's key in the relation with the employer. */
export async function bind(
  test: TestLedger,
  identifier: string,
  signer: Signer,
  authority: OrganisationName = 'identity',
): Promise<LedgerProof> {
  const binding = {
    identifier,
    relation: 'employment' as const,
    towards: 'employer',
    key: signer.key satisfies PublicKey,
    authority,
    proof: sm3(text(`proof of ${identifier}`)),
    at: test.clock.now.toISOString(),
  };
  return test.submit(registry.operations.bind, {
    binding,
    authority: await test.sign(test.organisations[authority], 'registry/bind', binding),
    possession: await test.sign(signer, 'registry/bind', binding),
  });
}

function signAll<K extends MessageKind>(
  test: TestLedger,
  by: readonly OrganisationName[],
  kind: K,
  body: MessageBody<K>,
): Promise<{ by: OrganisationName; signature: string }[]> {
  return Promise.all(
    by.map(async (id) => ({ by: id, signature: await test.sign(test.organisations[id], kind, body) })),
  );
}
