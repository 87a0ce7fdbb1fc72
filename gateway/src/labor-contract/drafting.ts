import type { IdentityRecord } from '@renxin/archive/bundle';
import { laborContract } from '@renxin/chaincode/contracts';
import {
  checkTerms,
  parseTerms,
  type Findings,
  type PriorContract,
  type Terms,
} from '@renxin/chaincode/labor-law';
import { canonical, canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type {
  disclosureRequest,
  draftRequest,
  lockRequest,
  refusalRequest,
  revisionRequest,
} from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import type { Change } from '../store/index.js';
import type { ContractFile, SigningFile } from './contract-file.js';
import type { PressedDocument } from './document/index.js';
import {
  commitStep,
  load,
  requireOpening,
  sm3,
  sm3OfJson,
  today,
  type Asker,
  type Desk,
  type Loaded,
} from './desk.js';

/** From the first draft to the document that both will sign. */

const { draft, disclose, revise, lock, decline, withdraw } = laborContract.operations;

/** The rules of labor law over these terms; nothing is kept. @throws Refusal BODY_INVALID with every fault */
export async function check(
  desk: Desk,
  terms: unknown,
  prior: readonly PriorContract[] = [],
  amended?: Terms,
): Promise<Findings> {
  const history = { contracts: prior, ...(amended !== undefined && { amended }) };
  return checkTerms(parsed(terms), { today: today(desk), history });
}

export async function draftContract(
  desk: Desk,
  asker: Asker,
  request: z.infer<typeof draftRequest>,
): Promise<ContractFile> {
  const { body } = request.draft;
  if (body.employer !== asker.identifier) throw new Refusal('NOT_A_PARTY');
  const warnings = await acceptTerms(
    desk,
    request.terms,
    body,
    await priorContracts(desk, body.employer, body.worker),
  );
  requireOpening(desk, body.terms, request.opening, sm3OfJson(desk, request.terms), 'COMMITMENT_MISMATCH');
  requireTemplate(desk, body.template);
  const number = await claimNumber(desk, body, request.terms);
  const known = await desk.files.get(body.contract);
  const { opening, terms } = request;
  const file: ContractFile = {
    schema: 1,
    contract: body.contract,
    employer: body.employer,
    worker: body.worker,
    createdAt: desk.clock().toISOString(),
    template: body.template,
    ...(body.predecessor !== undefined && { predecessor: body.predecessor }),
    versions: [{ version: 1, terms, opening, warnings }],
    identities: {
      worker: await desk.identities.recordOf(body.contract, body.worker),
      employer: employerRecord(desk, body.contract, body.employer),
    },
    signings: [],
    steps: [],
  };
  // The same draft again after a crash goes on with the file that is there; anything else is refused by the ledger.
  if (known !== undefined && known.value.steps.length > 0) return repeatDraft(desk, known, request);
  return (await commitStep(desk, known, file, draft, request.draft, [], [number])).file;
}

async function repeatDraft(
  desk: Desk,
  known: Loaded,
  request: z.infer<typeof draftRequest>,
): Promise<ContractFile> {
  await desk.ledger.submit(draft, request.draft);
  return known.value;
}

export async function reviseContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof revisionRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  const { body } = request.revision;
  requireSameContract(body, contract);
  const warnings = await acceptTerms(
    desk,
    request.terms,
    known.value,
    await priorContracts(desk, known.value.employer, known.value.worker),
  );
  requireOpening(desk, body.terms, request.opening, sm3OfJson(desk, request.terms), 'COMMITMENT_MISMATCH');
  requireOpen(known.value);
  const number = await claimNumber(desk, known.value, request.terms);
  if (isSame(known.value.versions.find(({ version }) => version === body.version)?.opening, request.opening))
    return (await commitStep(desk, known, known.value, revise, request.revision)).file;
  const next = { version: body.version, terms: request.terms, opening: request.opening, warnings };
  const versions = [...known.value.versions.filter((each) => each.version < body.version), next];
  const file = { ...known.value, versions, signings: [] };
  return (await commitStep(desk, known, file, revise, request.revision, [], [number])).file;
}

export async function discloseContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof disclosureRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  requireSameContract(request.body, contract);
  requireCurrentDisclosure(desk, request.body);
  return (await commitStep(desk, known, known.value, disclose, request)).file;
}

/** The document of a contract or an amendment: what was locked, before that what the latest terms give. */
export async function pdfOf(desk: Desk, file: ContractFile, amendment: number): Promise<Uint8Array> {
  const signing = file.signings.find((each) => each.amendment === amendment);
  if (signing === undefined) return (await rendered(desk, file, amendment)).pdf;
  return kept(desk, signing.pdf);
}

/** The document's pages as they are shown. */
export async function layoutOf(
  desk: Desk,
  file: ContractFile,
  amendment: number,
): Promise<{ readonly pages: readonly unknown[] }> {
  const signing = file.signings.find((each) => each.amendment === amendment);
  if (signing === undefined) return (await rendered(desk, file, amendment)).layout;
  const bytes = await kept(desk, signing.layout);
  return JSON.parse(new TextDecoder().decode(bytes)) as { pages: readonly unknown[] };
}

/** Renders the latest terms, before they are locked, so that the employer commits to the bytes it has seen. */
async function rendered(desk: Desk, file: ContractFile, amendment: number): Promise<PressedDocument> {
  if (amendment !== 0) throw new Refusal('NOT_FOUND');
  return desk.press.contract(latest(file).terms, new Date(file.createdAt));
}

async function kept(desk: Desk, name: string): Promise<Uint8Array> {
  const bytes = await desk.blobs.get(name);
  if (bytes === undefined) throw new Refusal('NOT_FOUND');
  return bytes;
}

export async function lockContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof lockRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  const { body } = request.lock;
  requireSameContract(body, contract);
  if (body.version !== latest(known.value).version) throw new Refusal('CONTRACT_VERSION');
  requireOpen(known.value);
  if (known.value.signings[0]?.document.commitment === body.document)
    return (await commitStep(desk, known, known.value, lock, request.lock)).file;
  const { pdf, layout } = await desk.press.contract(
    latest(known.value).terms,
    new Date(known.value.createdAt),
  );
  requireOpening(desk, body.document, request.opening, sm3(desk, pdf), 'COMMITMENT_MISMATCH');
  const { signing, changes } = openSigning(desk, 0, body.version, pdf, layout, {
    commitment: body.document,
    salt: request.opening.salt,
  });
  return (await commitStep(desk, known, { ...known.value, signings: [signing] }, lock, request.lock, changes))
    .file;
}

/** The file's part for one document that both sign, and the changes that keep its bytes. */
export function openSigning(
  desk: Desk,
  amendment: number,
  version: number,
  pdf: Uint8Array,
  layout: { readonly pages: readonly unknown[] },
  committed: { commitment: string; salt: string },
) {
  const keptPdf = desk.blobs.keep(pdf);
  const keptLayout = desk.blobs.keep(canonicalBytes(layout));
  const signing: SigningFile = {
    amendment,
    version,
    pdf: keptPdf.digest,
    layout: keptLayout.digest,
    pages: layout.pages.map((page) => toBase64url(sm3OfJson(desk, page))),
    document: {
      sm3: toBase64url(sm3(desk, pdf)),
      sha256: toBase64url(desk.provider.hash('SHA-256', pdf)),
      bytes: pdf.length,
      ...committed,
    },
  };
  return { signing, changes: [keptPdf.change, keptLayout.change] };
}

/** The worker declines, or the employer withdraws, before the contract is concluded; a reason is as welcome as a signature. */
export async function refuseContract(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof refusalRequest>,
  kind: 'decline' | 'withdraw',
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  const { body } = request.refusal;
  requireSameContract(body, contract);
  if (body.party !== asker.identifier) throw new Refusal('NOT_A_PARTY');
  requireOpening(desk, body.reason, request.opening, sm3OfJson(desk, request.reason), 'COMMITMENT_MISMATCH');
  return (
    await commitStep(desk, known, known.value, kind === 'decline' ? decline : withdraw, request.refusal)
  ).file;
}

export function latest(file: ContractFile): ContractFile['versions'][number] {
  const version = file.versions.at(-1);
  if (version === undefined) throw new Error('a contract without terms');
  return version;
}

/** The terms that both have agreed to: those of the latest document that was concluded. */
export function inForce(file: ContractFile): Terms {
  const agreed = file.signings.findLast((signing) => signing.concluded !== undefined);
  const version = file.versions.find((each) => each.version === agreed?.version);
  if (version === undefined) throw new Refusal('CONTRACT_STATE');
  return parsed(version.terms);
}

/** What is concluded is changed by an amendment alone. */
function requireOpen(file: ContractFile): void {
  if (file.signings.some((signing) => signing.concluded !== undefined))
    throw new Refusal('CONTRACT_CONCLUDED');
}

function isSame(a: unknown, b: unknown): boolean {
  return a !== undefined && canonical(a) === canonical(b);
}

/** An employer gives a number once. @returns the change that keeps it. @throws Refusal CONTRACT_EXISTS */
async function claimNumber(
  desk: Desk,
  { contract, employer }: { contract: string; employer: string },
  terms: unknown,
): Promise<Change> {
  const digest = toBase64url(sm3OfJson(desk, parsed(terms).contractNo));
  const key = `${employer}:${digest}`;
  const known = await desk.numbers.get(key);
  if (known !== undefined && known.value.contract !== contract) throw new Refusal('CONTRACT_EXISTS');
  return desk.numbers.put(key, { contract });
}

export function requireSameContract(body: { contract: string }, contract: string): void {
  if (body.contract !== contract) throw new Refusal('PATH_INVALID');
}

/** @returns the warnings. @throws Refusal BODY_INVALID, TERMS_REFUSED with the articles, IDENTITY_MISMATCH */
export async function acceptTerms(
  desk: Desk,
  value: unknown,
  about: { employer: string; worker: string; template: ContractFile['template'] },
  prior: readonly PriorContract[],
  amended?: Terms,
): Promise<ContractFile['versions'][number]['warnings']> {
  const terms = parsed(value);
  requireTermsOf(about.template, terms);
  const attested = await desk.identities.of(about.worker);
  if (attested.towards !== about.employer) throw new Refusal('PARTY_NOT_BOUND');
  if (attested.citizenNumber !== terms.worker.idNo || attested.name !== terms.worker.name)
    throw new Refusal('IDENTITY_MISMATCH');
  const employer = await desk.organisationOf(about.employer);
  if (employer?.name !== terms.employer.name || employer.uscc !== terms.employer.uscc)
    throw new Refusal('IDENTITY_MISMATCH');
  const { violations, warnings } = await check(desk, value, prior, amended);
  if (violations.length > 0)
    throw new Refusal('TERMS_REFUSED', { members: { violations: violations.map(plain) } });
  return warnings.map(plain);
}

export function parsed(value: unknown): Terms {
  const result = parseTerms(value);
  if (!result.ok) {
    const faults = result.faults.map(({ pointer, code }) => ({ pointer: `/terms${pointer}`, code }));
    throw new Refusal('BODY_INVALID', { faults });
  }
  return result.terms;
}

function plain(finding: Findings['violations'][number]) {
  return { ...finding, pointers: [...finding.pointers] };
}

/** Earlier contracts of the same two parties on this platform. */
async function priorContracts(desk: Desk, employer: string, worker: string): Promise<PriorContract[]> {
  const prior: PriorContract[] = [];
  const { records } = await desk.pairs.list({ prefix: `${employer}:${worker}:`, limit: 1000 });
  for (const { value } of records) prior.push(value);
  return prior.sort((a, b) => (a.startDate < b.startDate ? -1 : 1));
}

function requireTemplate(desk: Desk, template: ContractFile['template']): void {
  const { id, version, sm3: digest } = template;
  const known = desk.press.templates.find((each) => each.id === id && each.version === version);
  if (known?.sm3 !== digest) throw new Refusal('TEMPLATE_UNKNOWN');
}

/** The terms are for the text that the ledger's draft names: what this form needs cannot be passed by. */
function requireTermsOf(template: ContractFile['template'], terms: Terms): void {
  if (terms.templateId !== template.id || terms.templateVersion !== template.version)
    throw new Refusal('TEMPLATE_UNKNOWN');
}

function requireCurrentDisclosure(desk: Desk, body: { text: string; version: number; sm3: string }): void {
  const { text, version, sm3: digest } = desk.disclosure;
  if (body.text !== text || body.version !== version || body.sm3 !== digest)
    throw new Refusal('DISCLOSURE_MISSING');
}

/** An organisation's identity was proven when it was enrolled: by counted approvals, with its key's own signature. */
function employerRecord(desk: Desk, contract: string, employer: string): IdentityRecord {
  return {
    kind: 'renxin-identity-record',
    schema: 1,
    contract,
    party: employer,
    role: 'employer',
    provider: { name: desk.organisation, sandbox: false },
    method: 'organisation-registry',
    factors: 2,
    request: `registry-${employer}`,
    at: desk.clock().toISOString(),
  };
}
