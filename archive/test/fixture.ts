import { canonicalBytes, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { laborContract, laborContractRecords } from '@renxin/chaincode/contracts';
import type { MessageBody } from '@renxin/chaincode/messages';
import type { ConsistencyProof, LedgerProof } from '@renxin/network/proof';
import type { Signer } from '@renxin/seal/signer';
import {
  layOut,
  makeOpening,
  manifestOf,
  packBundle,
  shownDigest,
  signingPaths,
  signManifest,
  type BundleContent,
  type Files,
  type IdentityRecord,
  type Opening,
  type Role,
} from '../src/bundle/index.js';
import type { Trust } from '../src/verify/index.js';
import { createLedger, type TestLedger } from './ledger.js';
import { activation, createAuthorities, provider, seeded, sm3, text, type Authorities } from './pki.js';
import { makeSigning, makeTrust, type Signing, type SigningParty } from './signing.js';

/** One whole story on a real ledger: drafted, disclosed, locked, signed, stamped, concluded, delivered, acknowledged. */
export interface Story {
  readonly test: TestLedger;
  readonly authorities: Authorities;
  readonly parties: Record<Role, SigningParty>;
  readonly contract: string;
  readonly openings: Opening[];
  readonly identity: Record<Role, IdentityRecord>;
  readonly signings: SigningOnLedger[];
  readonly random: (length: number) => Uint8Array;
  /** Heights that the signers named. */
  readonly checkpoints: number[];
}

export interface SigningOnLedger extends Signing {
  readonly amendment: number;
}

export interface StoryOptions {
  readonly seed?: string;
  readonly start?: Date;
  readonly contract?: string;
  /** Who signs the worker's CMS, when it is not the holder of the bound key. */
  readonly cmsSigner?: Signer;
  /** What the signers name as the latest header, when it is not the ledger's. */
  readonly checkpoint?: { readonly height: number; readonly header: string };
  /** Lets so much time pass, in milliseconds, between signing and conclusion. */
  readonly concludeAfter?: number;
  /** Changes what is submitted to conclude. */
  readonly changeConclusion?: (input: ConclusionInput) => ConclusionInput;
  readonly authorities?: Authorities;
  readonly test?: TestLedger;
  readonly crls?: readonly Uint8Array[];
  /** Moves the time-stamps, in milliseconds from the signing. */
  readonly stampAfter?: number;
  readonly document?: Uint8Array;
}

type ConclusionInput = {
  readonly worker: { readonly body: MessageBody<'labor-contract/sign'>; readonly signature: string };
  readonly employer: { readonly body: MessageBody<'labor-contract/sign'>; readonly signature: string };
  readonly timestamps: { readonly signed: string; readonly tokens: string[]; readonly at: string };
};

/** The name in the worker's certificate: it must never come out of the verifier. */
export const PERSON = '测试工人甲';

export const START = new Date('2026-03-01T08:00:00.000Z');

export const terms = canonicalBytes({
  contractNo: 'HT-2026-000001',
  termType: 'FIXED',
  probation: { months: 1 },
});
export const template = canonicalBytes({ id: 'fixed-term', version: 1, clauses: ['演示'] });
export const disclosure = canonicalBytes({ text: '签署前告知（演示）', version: 1 });

export async function tellStory(options: StoryOptions = {}): Promise<Story> {
  const seed = options.seed ?? 'story';
  const random = seeded(`story/${seed}`);
  const test = options.test ?? (await createLedger(seed, options.start ?? START));
  const authorities = options.authorities ?? (await createAuthorities(seed, test.clock.now));
  const { worker, organisations, ledger } = test;
  const parties = {
    worker: await partyOf(authorities, worker.identifier, worker.signer, 'person'),
    employer: await partyOf(authorities, 'employer', organisations.employer, 'organisation'),
  };
  const contract = options.contract ?? 'ht-2026-000001';
  const identity = { worker: identityOf('worker'), employer: identityOf('employer') };
  const story: Story = {
    test,
    authorities,
    parties,
    contract,
    openings: [],
    identity,
    signings: [],
    random,
    checkpoints: [],
  };
  const { operations } = laborContract;
  const paths = signingPaths(0);

  const draft = {
    contract,
    employer: 'employer',
    worker: worker.identifier,
    region: '44',
    template: { id: 'fixed-term', version: 1, sm3: sm3(template) },
    terms: commit(story, paths.terms, terms),
  };
  await test.submit(operations.draft, await by('employer', 'labor-contract/draft', draft));
  const told = { contract, text: 'prior-disclosure', version: 1, sm3: sm3(disclosure), at: now() };
  await test.submit(operations.disclose, await by('worker', 'labor-contract/disclose', told));
  const document = options.document ?? undefined;
  const pdf =
    document ??
    text(`%PDF-1.7\n% ${contract} ${seed}\n` + 'stands for a rendered contract\n'.repeat(40) + '%%EOF\n');
  const locked = { contract, version: 1, document: commit(story, paths.document, pdf) };
  await test.submit(operations.lock, await by('employer', 'labor-contract/lock', locked));
  await concludeSigning(story, 0, pdf, options);
  const delivery = { contract, amendment: 0, channel: 'app' as const, at: now() };
  await test.submit(operations.deliver, await by('employer', 'labor-contract/deliver', delivery));
  const received = { contract, amendment: 0, document: locked.document, at: now() };
  await test.submit(operations.acknowledge, await by('worker', 'labor-contract/acknowledge', received));
  return story;

  function now(): string {
    return test.clock.now.toISOString();
  }

  async function by<K extends `labor-contract/${string}` & Parameters<TestLedger['sign']>[1]>(
    role: Role,
    kind: K,
    body: MessageBody<K>,
  ): Promise<{ body: MessageBody<K>; signature: string }> {
    return { body, signature: await test.sign(parties[role].signer, kind, body) };
  }

  function identityOf(role: Role): IdentityRecord {
    const sandbox = role === 'worker';
    return {
      kind: 'renxin-identity-record',
      schema: 1,
      contract,
      party: parties[role].party,
      role,
      provider: { name: sandbox ? 'sandbox' : 'registry', sandbox },
      method: sandbox ? 'sandbox-social-security-card' : 'organisation-registry',
      factors: 2,
      request: `request-${role}`,
      at: ledger.head()?.header.time ?? '',
    };
  }
}

/** Both sign in one activation each, the record is stamped, one command concludes (amendment 0) or amends. */
export async function concludeSigning(
  story: Story,
  amendment: number,
  document: Uint8Array,
  options: StoryOptions = {},
): Promise<SigningOnLedger> {
  const { test, authorities, parties, contract } = story;
  const head = test.ledger.head();
  if (head === undefined) throw new Error('no head');
  const paths = signingPaths(amendment);
  const at = test.clock.now;
  const notBefore = options.checkpoint ?? {
    height: head.header.height,
    header: sm3(canonicalBytes(head.header)),
  };
  story.checkpoints.push(notBefore.height);
  const { cmsSigner } = options;
  const signers =
    cmsSigner === undefined
      ? parties
      : { ...parties, worker: await partyOf(authorities, parties.worker.party, cmsSigner, 'person') };
  const signing = await makeSigning(authorities, {
    ledger: test.name,
    contract,
    amendment,
    version: amendment + 1,
    parties: signers,
    checkpoint: { ledger: test.name, ...notBefore },
    at,
    stampedAt: new Date(at.getTime() + (options.stampAfter ?? 500)),
    document,
    ...(options.crls !== undefined && { crls: options.crls }),
  });
  const committed =
    amendment === 0 ? commitmentOf(story, paths.document) : commit(story, paths.document, document);
  const shown = shownDigest(provider, sm3(document), signing.pages);
  const message = async (role: Role) => {
    const body = {
      contract,
      amendment,
      version: amendment + 1,
      role,
      party: parties[role].party,
      document: committed,
      shown: commitDigest(story, paths.shown[role], shown),
      cms: commit(story, paths.cms[role], signing.cms[role]),
      identity: commit(story, paths.identity[role], canonicalBytes(story.identity[role])),
      activation: commit(story, paths.activation[role], canonicalBytes(signing.activation[role])),
      notBefore,
      at: at.toISOString(),
    };
    return { body, signature: await test.sign(parties[role].signer, 'labor-contract/sign', body) };
  };
  const input: ConclusionInput = {
    worker: await message('worker'),
    employer: await message('employer'),
    timestamps: {
      signed: commit(story, paths.signed, signing.signed),
      tokens: [
        commit(story, paths.tokens.sm2, signing.tokens.sm2),
        commit(story, paths.tokens.ecdsa, signing.tokens.ecdsa),
      ],
      at: at.toISOString(),
    },
  };
  const { conclude, amend } = laborContract.operations;
  test.clock.now = new Date(at.getTime() + (options.concludeAfter ?? 0));
  await test.submit(amendment === 0 ? conclude : amend, options.changeConclusion?.(input) ?? input);
  const done = { ...signing, amendment };
  story.signings.push(done);
  return done;
}

export interface BundleOptions {
  readonly change?: (content: BundleContent) => BundleContent | Promise<BundleContent>;
  /** Changes the files before they are listed, signed and recorded: what a dishonest exporter could do. */
  readonly changeFiles?: (files: Map<string, Uint8Array>) => void;
  readonly exporter?: { readonly id: 'guangdong' | 'employer' | 'court'; readonly signer: Signer };
  readonly statusFrom?: TestLedger;
}

/** The bundle of a story, as an exporter makes it. */
export async function makeBundle(story: Story, options: BundleOptions = {}): Promise<Uint8Array> {
  const { test } = story;
  const by = options.exporter?.id ?? 'guangdong';
  const signer = options.exporter?.signer ?? test.organisations[by];
  let content = await contentOf(story, by);
  if (options.change !== undefined) content = await options.change(content);
  const files: Files = layOut(content);
  options.changeFiles?.(files as Map<string, Uint8Array>);
  const at = test.clock.now.toISOString();
  const manifest = manifestOf(
    files,
    { ledger: test.name, contract: story.contract, createdAt: at },
    provider,
  );
  const signature = await signManifest(manifest, { ledger: test.name, by }, signer, activation, provider);
  const salt = story.random(32);
  const { commitment } = makeOpening(provider, 'manifest', salt, provider.hash('SM3', manifest));
  const body = { contract: story.contract, bundle: commitment, by, purpose: 'arbitration' as const, at };
  const input = { body, signature: await test.sign(signer, 'labor-contract/export', body) };
  const proof = await test.submit(laborContract.operations.export, input);
  test.proofs.pop();
  const stateHeight = content.state.signed.header.height;
  const consistency = await test.ledger.proveConsistency(stateHeight, proof.signed.header.height);
  return packBundle({ files, manifest, signature, export: { salt: toBase64url(salt), proof, consistency } });
}

export async function contentOf(story: Story, by: string): Promise<BundleContent> {
  const { test, contract } = story;
  const proofs = test.proofs.filter(({ command }) => isAbout(command.contract, command.input, contract));
  const state = await test.ledger.proveState(laborContractRecords.laborContracts, contract);
  const at = test.clock.now.toISOString();
  return {
    signings: story.signings.map((signing) => ({
      ...signing,
      terms,
      ...(signing.amendment === 0 && { template, disclosure }),
      identity: story.identity,
    })),
    openings: story.openings,
    proofs,
    state,
    consistency: await consistencyTo(story, state.signed.header.height, proofs),
    statement: {
      kind: 'renxin-platform-statement',
      schema: 1,
      platform: { name: '人信 Renxin', version: '0.1.0' },
      ledger: test.name,
      operators: ['ministry'],
      neutrality: { zh: '不是当事人。', en: 'No party.' },
      sandbox: ['identity-authority'],
      keys: [],
      at,
    },
    custody: { kind: 'renxin-custody', schema: 1, contract, by, purpose: 'arbitration', at },
  };
}

export async function consistencyTo(
  story: Story,
  head: number,
  proofs: readonly LedgerProof[],
): Promise<ConsistencyProof[]> {
  const heights = new Set([...proofs.map((proof) => proof.signed.header.height), ...story.checkpoints]);
  heights.delete(head);
  return Promise.all([...heights].map((height) => story.test.ledger.proveConsistency(height, head)));
}

export async function trustFor(story: Story, changes: Partial<Trust> = {}): Promise<Uint8Array> {
  const { test, authorities } = story;
  const genesis = await test.ledger.header(0);
  return makeTrust(
    authorities,
    test.organisations.ministry,
    {
      ledger: test.name,
      issuedAt: '2026-01-01T00:00:00.000Z',
      validUntil: '2027-01-01T00:00:00.000Z',
      genesis: sm3(canonicalBytes(genesis.header)),
      operators: [
        { name: 'ministry', key: test.operator.key, from: '2026-01-01T00:00:00.000Z', standing: 'test' },
      ],
      organisations: [],
    },
    changes,
  );
}

async function partyOf(
  authorities: Authorities,
  party: string,
  signer: Signer,
  profile: 'person' | 'organisation',
): Promise<SigningParty> {
  return {
    party,
    signer,
    certificate: await authorities.certify(profile, signer, profile === 'person' ? PERSON : party),
  };
}

function commit(story: Story, of: string, bytes: Uint8Array): string {
  return commitDigest(story, of, provider.hash('SM3', bytes));
}

function commitDigest(story: Story, of: string, digest: Uint8Array): string {
  const opening = makeOpening(provider, of, story.random(32), digest);
  story.openings.push(opening);
  return opening.commitment;
}

function commitmentOf(story: Story, of: string): string {
  return story.openings.find((each) => each.of === of)?.commitment ?? '';
}

function isAbout(of: string, input: Json, contract: string): boolean {
  return of !== 'labor-contract' || JSON.stringify(input).includes(`"${contract}"`);
}
