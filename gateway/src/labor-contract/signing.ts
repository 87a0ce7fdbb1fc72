import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { laborContract } from '@renxin/chaincode/contracts';
import type { laborContractMessages } from '@renxin/chaincode/messages';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes, plusMilliseconds } from '@renxin/chaincode/messages';
import { buildSignedContract, shownDigest } from '@renxin/archive/bundle';
import { sameKey } from '@renxin/seal/crypto';
import { verifyDocumentSignature, verifyTimeStampToken } from '@renxin/seal/verify';
import type { amendmentRequest, signatureRequest } from '@renxin/wallets/api';
import type { z } from 'zod';
import { Refusal } from '../problem/index.js';
import { completed, invalidDocument } from '../sealed-documents/index.js';
import type { Change } from '../store/index.js';
import type { ContractFile, PartySignatureFile, SigningFile } from './contract-file.js';
import {
  commit,
  commitStep,
  load,
  partyRole,
  requireOpening,
  sm3,
  sm3OfJson,
  type Asker,
  type Desk,
  type Loaded,
} from './desk.js';
import { acceptTerms, inForce, latest, openSigning, parsed, requireSameContract } from './drafting.js';
import { documentOf, embed, prepare, type SigningTime } from './signed-inside.js';
import { signedOfd, unsignedOfd } from './signed-ofd.js';

/** From the locked document to CONCLUDED: two signatures, two time-stamps, one command. The same for an amendment. */

const { conclude, amend } = laborContract.operations;

/**
 * Takes one party's signature; with the second one the contract is concluded. Repeating it changes nothing. A signature that
 * no longer holds (its certificate was revoked, its key changed) gives way to another by the same party; then the other
 * party signs anew as well.
 */
export async function acceptSignature(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof signatureRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  const { body } = request.sign;
  requireSameContract(body, contract);
  const role = partyRole(known.value, asker);
  if (body.party !== asker.identifier || body.role !== role) throw new Refusal('NOT_A_PARTY');
  const kept = signingOf(known.value, body.amendment);
  const given = signatureFile(request);
  if (kept[role] !== undefined && isSame(kept[role], given))
    return concludeWhenBothSigned(desk, known, known.value, body.amendment);
  const signing = await openFor(desk, kept, role);
  await requireSound(desk, known.value, signing, request);
  const document = await signInside(desk, known.value, signing, request);
  const inside = desk.blobs.keep(document);
  const ofd =
    role === 'worker' ? desk.blobs.keep(await signInOfd(desk, known.value, signing, request)) : undefined;
  const file = replaceSigning(known.value, {
    ...signing,
    [role]: given,
    inside: inside.digest,
    ...(ofd !== undefined && { ofd: ofd.digest }),
  });
  const changes = [inside.change, ...(ofd === undefined ? [] : [ofd.change])];
  return concludeWhenBothSigned(desk, known, file, body.amendment, { document, changes });
}

/** The document with the signatures so far and a place for the asker's: what its wallet signs inside. */
export async function prepareSigning(
  desk: Desk,
  asker: Asker,
  contract: string,
  amendment: number,
  time: SigningTime,
): Promise<Uint8Array> {
  const { value } = await load(desk, contract, asker);
  const role = partyRole(value, asker);
  if (role === undefined) throw new Refusal('NOT_A_PARTY');
  const signing = await openFor(desk, signingOf(value, amendment), role);
  return (await prepare(desk, value, signing, role, time)).bytes;
}

/** The OFD that the worker's wallet looks at and signs inside. The same question has the same answer. */
export async function prepareOfd(
  desk: Desk,
  asker: Asker,
  contract: string,
  amendment: number,
  at: string,
): Promise<Uint8Array> {
  const { value } = await load(desk, contract, asker);
  if (partyRole(value, asker) !== 'worker') throw new Refusal('NOT_A_PARTY');
  return unsignedOfd(desk, value, await openFor(desk, signingOf(value, amendment), 'worker'), at);
}

/** The signing as this party finds it. @throws Refusal ALREADY_SIGNED when it signed, and its signature holds */
async function openFor(desk: Desk, signing: SigningFile, role: 'worker' | 'employer'): Promise<SigningFile> {
  const own = signing[role];
  if (own === undefined) return signing;
  if (signing.concluded !== undefined || (await holds(desk, signing, own)))
    throw new Refusal('ALREADY_SIGNED');
  return unsigned(signing);
}

async function holds(desk: Desk, signing: SigningFile, signature: PartySignatureFile): Promise<boolean> {
  try {
    await requireStillSound(desk, signing, signature);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'DOCUMENT_SIGNATURE_INVALID') return false;
    throw error;
  }
}

/** The signing before anybody signed. */
function unsigned({
  worker: _worker,
  employer: _employer,
  inside: _inside,
  ofd: _ofd,
  ...signing
}: SigningFile): SigningFile {
  return signing;
}

/** The document with this party's signature inside, which says what the detached one says. */
function signInside(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  { sign, inside, pages, activation }: z.infer<typeof signatureRequest>,
): Promise<Uint8Array> {
  return embed(desk, file, signing, sign.body.role, {
    cms: bytesOf(inside),
    at: sign.body.at,
    shown: toBase64url(shownDigest(desk.provider, signing.document.sm3, pages)),
    activation: toBase64url(sm3OfJson(desk, activation)),
  });
}

/** The OFD with the worker's signature inside, which says what the detached one says. */
function signInOfd(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  { sign, ofd, pages, activation }: z.infer<typeof signatureRequest>,
): Promise<Uint8Array> {
  if (ofd === undefined) throw invalidDocument('OFD', 'UNSIGNED');
  return signedOfd(desk, file, signing, {
    cms: bytesOf(ofd),
    at: sign.body.at,
    shown: toBase64url(shownDigest(desk.provider, signing.document.sm3, pages)),
    activation: toBase64url(sm3OfJson(desk, activation)),
  });
}

/** Proposes amended terms (劳动合同法 art. 35): nothing changes before both have signed. */
export async function proposeAmendment(
  desk: Desk,
  asker: Asker,
  contract: string,
  request: z.infer<typeof amendmentRequest>,
): Promise<ContractFile> {
  const known = await load(desk, contract, asker);
  if (partyRole(known.value, asker) !== 'employer') throw new Refusal('NOT_A_PARTY');
  await requireState(desk, contract, 'CONCLUDED');
  const { signings, versions } = withoutProposal(known.value);
  const last = signings.at(-1);
  if (last?.concluded === undefined) throw new Refusal('CONTRACT_STATE');
  const before = inForce(known.value);
  const warnings = await acceptTerms(desk, request.terms, known.value, [], before);
  if (parsed(request.terms).contractNo !== before.contractNo) throw new Refusal('CONTRACT_EXISTS');
  const amendment = last.amendment + 1;
  const version = last.version + 1;
  const { pdf, layout } = await desk.press.amendment(before, request.terms, amendment, desk.clock());
  const { commitment, opening } = commit(desk, sm3(desk, pdf));
  const { signing, changes } = openSigning(desk, amendment, version, pdf, layout, {
    commitment,
    salt: opening.salt,
  });
  const kept = commit(desk, sm3OfJson(desk, request.terms)).opening;
  const file = {
    ...known.value,
    versions: [...versions, { version, terms: request.terms, opening: kept, warnings }],
    signings: [...signings, signing],
  };
  await desk.store.write([...changes, desk.files.put(contract, file, known.version)]);
  return file;
}

/** An amendment that nobody has signed yet gives way to the next proposal. */
function withoutProposal(file: ContractFile): Pick<ContractFile, 'signings' | 'versions'> {
  const { signings, versions } = file;
  const last = signings.at(-1);
  const isOpen =
    last !== undefined && last.amendment > 0 && last.worker === undefined && last.employer === undefined;
  if (!isOpen) return { signings, versions };
  return {
    signings: signings.slice(0, -1),
    versions: versions.filter(({ version }) => version < last.version),
  };
}

/** @throws Refusal CONTRACT_STATE unless the ledger has the contract in this state */
export async function requireState(desk: Desk, contract: string, state: string): Promise<void> {
  const record = await desk.ledger.evaluate(laborContract.operations.contract, { contract });
  if ((record as { readonly state?: unknown }).state !== state) throw new Refusal('CONTRACT_STATE');
}

/** How far a signer's clock may be ahead: what the rules allow, or the signature would be kept and never count. */
const CLOCK_SKEW = 60_000;

/** The message is the party's own and not of the future: judged again by the rules when both have signed. */
async function requireMessage(desk: Desk, { body, signature }: PartySignatureFile['sign']): Promise<void> {
  const key = await desk.keyOf(body.party);
  const message = messageBytes('labor-contract/sign', desk.ledger.name, body);
  if (key === undefined || !desk.provider.verify(key, message, bytesOf(signature)))
    throw new Refusal('SIGNATURE_INVALID');
  if (body.at > plusMilliseconds(desk.clock().toISOString(), CLOCK_SKEW)) throw new Refusal('SIGNATURE_TIME');
}

/** What a party must have done right, before anything is kept. */
async function requireSound(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  request: z.infer<typeof signatureRequest>,
): Promise<void> {
  const { sign, openings, pages, activation } = request;
  const { body } = sign;
  if (body.version !== signing.version) throw new Refusal('CONTRACT_VERSION');
  if (body.document !== signing.document.commitment) throw new Refusal('DOCUMENT_MISMATCH');
  if (pages.join() !== signing.pages.join()) throw new Refusal('PAGES_NOT_SHOWN');
  const shown = shownDigest(desk.provider, signing.document.sm3, pages);
  const cms = bytesOf(request.cms);
  requireOpening(desk, body.shown, openings.shown, shown, 'COMMITMENT_MISMATCH');
  requireOpening(desk, body.cms, openings.cms, sm3(desk, cms), 'COMMITMENT_MISMATCH');
  requireOpening(
    desk,
    body.activation,
    openings.activation,
    sm3OfJson(desk, activation),
    'COMMITMENT_MISMATCH',
  );
  requireOpening(
    desk,
    body.identity,
    openings.identity,
    sm3OfJson(desk, file.identities[body.role]),
    'COMMITMENT_MISMATCH',
  );
  await requireMessage(desk, sign);
  await requireDocumentSignature(desk, signing, body, cms, activation);
}

function signatureFile(request: z.infer<typeof signatureRequest>): PartySignatureFile {
  const { sign, cms, openings, activation } = request;
  return { sign, cms, openings, activation };
}

function isSame(before: PartySignatureFile, given: PartySignatureFile): boolean {
  return toBase64url(canonicalBytes(before)) === toBase64url(canonicalBytes(given));
}

/** The two kinds of time-stamps under which a contract is concluded. */
export type Suite = 'sm2' | 'ecdsa';

/**
 * Concludes when nothing is missing. A time-stamp that cannot be had now is made up later, and with it this.
 * @param tokens that were made up
 */
export async function concludeWhenBothSigned(
  desk: Desk,
  known: Loaded,
  file: ContractFile,
  amendment: number,
  fresh?: { readonly document: Uint8Array; readonly changes: readonly Change[] },
  tokens: Readonly<Partial<Record<Suite, Uint8Array>>> = {},
): Promise<ContractFile> {
  const signing = signingOf(file, amendment);
  const { worker, employer } = signing;
  const own = fresh === undefined ? [] : [...fresh.changes, ...superseded(desk, known.value, signing)];
  const keep = () => desk.store.write([...own, desk.files.put(file.contract, file, known.version)]);
  if (worker === undefined || employer === undefined) {
    await keep();
    return file;
  }
  if (signing.concluded === undefined) await requireStillSound(desk, signing, worker, employer);
  // Without time-stamps nothing is concluded, and no signature is lost: the background, or the same call, concludes later.
  const { signing: stamped, needed } =
    signing.concluded === undefined
      ? await finished(desk, file, signing, { worker, employer, tokens }, fresh?.document).catch(
          async (error: unknown) => {
            if (error instanceof Refusal && error.code === 'TIME_STAMP_UNAVAILABLE') await keep();
            throw error;
          },
        )
      : { signing, needed: [] };
  const input = {
    worker: { body: worker.sign.body, signature: worker.sign.signature },
    employer: { body: employer.sign.body, signature: employer.sign.signature },
    timestamps: stamped.concluded?.timestamps,
  };
  const command = amendment === 0 ? conclude : amend;
  const done = await commitStep(
    desk,
    known,
    replaceSigning(file, stamped),
    command,
    command.parse(input),
    needed,
    [...remember(desk, file), ...superseded(desk, known.value, stamped)],
  ).catch(async (error: unknown) => {
    if (error instanceof ContractError && error.code !== 'CONTRACT_CONCLUDED')
      await signAnew(desk, file.contract, amendment, stamped);
    throw error;
  });
  return done.file;
}

/**
 * The ledger refused the conclusion, and would again with these signatures: both parties sign anew. Of what was concluded
 * before nothing is taken away.
 */
async function signAnew(
  desk: Desk,
  contract: string,
  amendment: number,
  refused: SigningFile,
): Promise<void> {
  const file = await desk.files.get(contract);
  const signing = file?.value.signings.find((each) => each.amendment === amendment);
  if (file === undefined || signing === undefined || signing.concluded !== undefined) return;
  const documents = new Set([...namesOf(signing), ...namesOf(refused)]);
  await desk.store.write([
    ...[...documents].map((name) => desk.blobs.erase(name)),
    desk.files.put(contract, replaceSigning(file.value, unsigned(signing)), file.version),
  ]);
}

/** What was right when the first party signed may not be when the second does: a certificate revoked in between. */
async function requireStillSound(
  desk: Desk,
  signing: SigningFile,
  ...signatures: readonly PartySignatureFile[]
): Promise<void> {
  for (const { sign, cms, activation } of signatures)
    await requireDocumentSignature(desk, signing, sign.body, bytesOf(cms), activation);
}

interface Given {
  readonly worker: PartySignatureFile;
  readonly employer: PartySignatureFile;
  readonly tokens: Readonly<Partial<Record<Suite, Uint8Array>>>;
}

/** Everything that a concluded signing has besides its signatures, and the changes that keep it. */
async function finished(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  given: Given,
  fresh: Uint8Array | undefined,
): Promise<{ signing: SigningFile; needed: readonly Change[] }> {
  const concluded = await stamp(desk, file, signing, given);
  const document = fresh ?? (await documentOf(desk, signing));
  const whole = await completed(desk, document).catch((cause: unknown) => {
    throw new Refusal('TIME_STAMP_UNAVAILABLE', {}, { cause });
  });
  const { digest: inside, change } = desk.blobs.keep(whole);
  return { signing: { ...signing, concluded, inside }, needed: [change] };
}

/** The documents of an earlier state that the later one replaces. */
function superseded(desk: Desk, before: ContractFile, signing: SigningFile): Change[] {
  const known = before.signings.find(({ amendment }) => amendment === signing.amendment);
  const kept = namesOf(signing);
  return known === undefined
    ? []
    : namesOf(known)
        .filter((name) => !kept.includes(name))
        .map((name) => desk.blobs.erase(name));
}

/** The documents with signatures inside. */
function namesOf({ inside, ofd }: SigningFile): readonly string[] {
  return [inside, ofd].filter((name) => name !== undefined);
}

/** The record of document and signatures, time-stamped by both authorities, with commitments for the ledger. */
async function stamp(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  { worker, employer, tokens: given }: Given,
): Promise<NonNullable<SigningFile['concluded']>> {
  const document = await desk.blobs.get(signing.pdf);
  if (document === undefined) throw new Refusal('NOT_FOUND');
  const { amendment, version, pages } = signing;
  const parts = {
    ledger: desk.ledger.name,
    contract: file.contract,
    amendment,
    version,
    document,
    pages,
    worker: { party: file.worker, cms: bytesOf(worker.cms) },
    employer: { party: file.employer, cms: bytesOf(employer.cms) },
  };
  const signed = buildSignedContract(parts, desk.provider);
  const [sm2, ecdsa] = await Promise.all([
    stampedOr(desk, `${file.contract}:${String(amendment)}`, 'sm2', signed, given.sm2),
    stampedOr(desk, `${file.contract}:${String(amendment)}`, 'ecdsa', signed, given.ecdsa),
  ]);
  if (sm2 === undefined || ecdsa === undefined) throw new Refusal('TIME_STAMP_UNAVAILABLE');
  const committedSigned = commit(desk, sm3(desk, signed));
  const tokens = [sm2, ecdsa].map((token) => commit(desk, sm3(desk, token)));
  return {
    signed: toBase64url(signed),
    tokens: { sm2: toBase64url(sm2), ecdsa: toBase64url(ecdsa) },
    openings: { signed: committedSigned.opening, tokens: tokens.map((token) => token.opening) },
    timestamps: {
      signed: committedSigned.commitment,
      tokens: tokens.map((token) => token.commitment),
      at: desk.clock().toISOString(),
    },
  };
}

/** The given token when it is about this record, or a new one; undefined when it comes later. */
async function stampedOr(
  desk: Desk,
  name: string,
  suite: Suite,
  signed: Uint8Array,
  given: Uint8Array | undefined,
): Promise<Uint8Array | undefined> {
  const algorithm = suite === 'sm2' ? 'SM3' : 'SHA-256';
  const digest = desk.provider.hash(algorithm, signed);
  if (given !== undefined && isAbout(desk, given, { algorithm, digest })) return given;
  // The digest is part of the name: signatures that were made anew are another thing to stamp.
  const unique = `${name}:${suite}:${toBase64url(digest).slice(0, 22)}`;
  return desk.later.stampOrLater({ name: unique, algorithm, digest });
}

function isAbout(
  { provider, clock }: Desk,
  token: Uint8Array,
  stamped: { readonly algorithm: 'SM3' | 'SHA-256'; readonly digest: Uint8Array },
): boolean {
  const { checks } = verifyTimeStampToken({ token, stamped, roots: undefined, now: clock(), provider });
  return checks.some(({ step, outcome }) => step === 'imprint' && outcome === 'pass');
}

/** What the rules must know when the same two parties conclude again. */
function remember(desk: Desk, file: ContractFile): Change[] {
  const terms = parsed(latest(file).terms);
  const prior = {
    termType: terms.termType,
    startDate: terms.startDate,
    endDate: terms.endDate ?? '9999-12-31',
    probationMonths: terms.probation?.months ?? 0,
  };
  return [desk.pairs.put(`${file.employer}:${file.worker}:${file.contract}`, prior)];
}

export function signingOf(file: ContractFile, amendment: number): SigningFile {
  const signing = file.signings.find((each) => each.amendment === amendment);
  if (signing === undefined) throw new Refusal('CONTRACT_STATE');
  return signing;
}

export function replaceSigning(file: ContractFile, signing: SigningFile): ContractFile {
  return {
    ...file,
    signings: file.signings.map((each) => (each.amendment === signing.amendment ? signing : each)),
  };
}

export function bytesOf(text: string): Uint8Array {
  const bytes = fromBase64url(text);
  if (bytes === undefined) throw new Refusal('BODY_INVALID');
  return bytes;
}

/** The CMS is the party's own: over this document, by the key that the ledger has for the party, saying what was shown. */
async function requireDocumentSignature(
  desk: Desk,
  signing: SigningFile,
  body: laborContractMessages.PartySignature,
  cms: Uint8Array,
  activation: PartySignatureFile['activation'],
): Promise<void> {
  const pdf = await desk.blobs.get(signing.pdf);
  if (pdf === undefined) throw new Refusal('NOT_FOUND');
  const { provider } = desk;
  const report = verifyDocumentSignature({
    cms,
    document: pdf,
    roots: desk.roots,
    at: desk.clock(),
    crls: await desk.revocationLists(),
    provider,
  });
  const { signed } = report;
  if (report.verdict !== 'valid' || signed === undefined) {
    throw new Refusal('DOCUMENT_SIGNATURE_INVALID', { members: { reason: report.code } });
  }
  const key = await desk.keyOf(body.party);
  if (!sameKey(signed.signer.key, key))
    throw new Refusal('DOCUMENT_SIGNATURE_INVALID', { members: { reason: 'SIGNER_KEY' } });
  const { checkpoint } = signed.claims;
  const claims =
    signed.claims.shown === toBase64url(shownDigest(provider, signing.document.sm3, signing.pages)) &&
    signed.claims.activation === toBase64url(sm3OfJson(desk, activation)) &&
    checkpoint.ledger === desk.ledger.name &&
    checkpoint.height === body.notBefore.height &&
    checkpoint.header === body.notBefore.header;
  if (!claims) throw new Refusal('DOCUMENT_SIGNATURE_INVALID', { members: { reason: 'CLAIMS' } });
}
