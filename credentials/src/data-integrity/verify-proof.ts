import { fromBase58, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import { verifiedApart, type CryptoProvider } from '@renxin/seal/crypto';
import { ProofError, type ProofCode } from './codes.js';
import { cryptosuites, isCryptosuite } from './cryptosuite.js';
import { readDateTime } from './date-time.js';
import { proofsOf, readProof, withoutProof, type Proof, type ProofPurpose } from './proof.js';
import { chained, idOf, withPrevious } from './chain.js';
import { isSame, SignedBytes } from './signed-bytes.js';
import type { MethodKey, ProofSuites } from './suite.js';

/** A key as its controller's document has it. */
export interface VerificationMethod {
  /** Whose key it is. */
  readonly controller: string;
  readonly key: MethodKey;
  readonly purposes: readonly ProofPurpose[];
  /** In force from this time on, inclusive; dateTimeStamp. */
  readonly from?: string;
  /** In force until this time, exclusive. */
  readonly until?: string;
}

export interface VerifyProofOptions {
  readonly provider: CryptoProvider;
  /** The verifier's present time. */
  readonly now: Date;
  /** What the proofs must have been made for. */
  readonly proofPurpose: ProofPurpose;
  /** The key of a verification method, or undefined when it is not known. Whatever it throws is thrown on. */
  readonly methodOf: (url: string) => Promise<VerificationMethod | undefined>;
  /** When given, the proof must name it. */
  readonly domain?: string;
  /** When given, the proof must answer it. */
  readonly challenge?: string;
  /** Suites besides those over canonical JSON, by their names. */
  readonly further?: ProofSuites;
  /** Whether several proofs of one suite and key may stand side by side; else all of them are PROOF_DOUBLED. */
  readonly repeats?: boolean;
}

/** What was found about one proof. */
export type ProofFinding =
  | {
      readonly verified: true;
      readonly cryptosuite: string;
      readonly proof: Proof;
      readonly method: VerificationMethod;
    }
  | { readonly verified: false; readonly code: ProofCode; readonly cryptosuite?: string };

/** How far clocks may differ, in milliseconds. */
const CLOCK_SKEW = 60_000;

/**
 * Judges every proof of a document on its own, in their order (a proof set); which of them have to hold is for the
 * caller to say. A document without proofs has one finding, PROOF_MISSING. `created` is the signer's word: whoever holds
 * a key that was revoked can name an earlier time, so a later bound has to come from elsewhere (a ledger).
 */
export async function verifyProofs(
  document: JsonObject,
  options: VerifyProofOptions,
): Promise<readonly ProofFinding[]> {
  const proofs = proofsOf(document);
  if (proofs.length === 0) return [{ verified: false, code: 'PROOF_MISSING' }];
  if (proofs.length > MOST_PROOFS) return [{ verified: false, code: 'PROOF_MALFORMED' }];
  const unsecured = withoutProof(document);
  const signed = new SignedBytes(unsecured, options.provider);
  const judged: Judged = { document: unsecured, signed, proofs, options };
  const findings: ProofFinding[] = [];
  for (const proof of proofs) {
    findings.push(
      isDoubled(proof, proofs, options.repeats === true)
        ? { verified: false, code: 'PROOF_DOUBLED', ...suiteOf(proof) }
        : await verifyOne(judged, proof),
    );
  }
  return chained(proofs, findings, (i) => ({
    verified: false,
    code: 'PROOF_PREVIOUS_FAILED',
    ...suiteOf(proofs[i] ?? null),
  }));
}

/** As {@link verifyProofs} for a document with exactly one proof. */
export async function verifyProof(document: JsonObject, options: VerifyProofOptions): Promise<ProofFinding> {
  const [only, another] = await verifyProofs(document, options);
  if (only === undefined || another !== undefined) return { verified: false, code: 'PROOF_MALFORMED' };
  return only;
}

const MOST_PROOFS = 16;

/** A document without its proofs, and they beside it. */
interface Judged {
  readonly document: JsonObject;
  readonly signed: SignedBytes;
  readonly proofs: readonly Json[];
  readonly options: VerifyProofOptions;
}

async function verifyOne(judged: Judged, value: Json): Promise<ProofFinding> {
  const { document, proofs, options } = judged;
  try {
    const proof = readProof(value, Object.keys(options.further ?? {}));
    const suite = suiteNameOf(proof);
    const algorithms = algorithmsOf(suite, options.further);
    requireOptions(proof, options);
    requireContext(proof, document);
    const method = await requireMethod(proof, algorithms, options);
    const about = withPrevious(document, proof, proofs);
    if (!(await holds(judged, about, suite, proof, method))) throw new ProofError('PROOF_SIGNATURE');
    return { verified: true, cryptosuite: suite, proof, method };
  } catch (error) {
    if (error instanceof ProofError) return { verified: false, code: error.code, ...suiteOf(value) };
    throw error;
  }
}

async function holds(
  { document, signed, options: { provider, further } }: Judged,
  about: JsonObject,
  suite: string,
  proof: Proof,
  { key }: VerificationMethod,
): Promise<boolean> {
  if (!isCryptosuite(suite)) {
    return (await further?.[suite]?.judge({ document: about, proof, key, provider })) ?? false;
  }
  const { proofValue: _proofValue, ...config } = proof as unknown as JsonObject;
  const signature = signatureOf(proof);
  const bytes = about === document ? signed : new SignedBytes(about, provider);
  const message = bytes.of(config, cryptosuites[suite].hash);
  return (
    signature !== undefined && (await verifiedApart(provider, key as VerificationKey, message, signature))
  );
}

/** 64 bytes in Multibase: the letter z, then at most 88 characters of base58btc. */
function signatureOf({ proofValue }: Proof): Uint8Array | undefined {
  if (!proofValue.startsWith('z') || proofValue.length > 89) return undefined;
  const signature = fromBase58(proofValue.slice(1));
  return signature?.length === 64 ? signature : undefined;
}

/** The suite's own name; types of proofs from before there were suites are suites by themselves. */
function suiteNameOf({ type, cryptosuite }: Proof): string {
  return type === 'DataIntegrityProof' ? (cryptosuite ?? '') : type;
}

function algorithmsOf(suite: string, further: ProofSuites = {}): readonly MethodKey['algorithm'][] {
  if (isCryptosuite(suite)) return [cryptosuites[suite].algorithm];
  const known = Object.hasOwn(further, suite) ? further[suite] : undefined;
  if (known === undefined) throw new ProofError('PROOF_SUITE_UNKNOWN');
  return known.algorithms;
}

/** VC Data Integrity 1.0 section 4.3: purpose, times, domain, challenge. */
function requireOptions(proof: Proof, { proofPurpose, now, domain, challenge }: VerifyProofOptions): void {
  if (proof.proofPurpose !== proofPurpose) throw new ProofError('PROOF_PURPOSE');
  const [created, expires] = [readDateTime(proof.created), readDateTime(proof.expires)];
  if (created !== undefined && created > now.getTime() + CLOCK_SKEW)
    throw new ProofError('PROOF_CREATED_IN_FUTURE');
  if (expires !== undefined && expires <= now.getTime()) throw new ProofError('PROOF_EXPIRED');
  if (domain !== undefined && !namesOf(proof.domain).includes(domain)) throw new ProofError('PROOF_DOMAIN');
  if (challenge !== undefined && proof.challenge !== challenge) throw new ProofError('PROOF_CHALLENGE');
}

/** The document must begin with the contexts of the proof, in their order (vc-di-eddsa 1.0 section 3.3.2 step 3.1). */
function requireContext(proof: Proof, document: JsonObject): void {
  const signedUnder = proof['@context'];
  if (signedUnder === undefined) return;
  const now = contextsOf(document['@context']);
  const isPrefix = contextsOf(signedUnder).every((each, i) => each === now[i] || isSame(each, now[i]));
  if (!isPrefix) throw new ProofError('PROOF_CONTEXT');
}

async function requireMethod(
  proof: Proof,
  algorithms: readonly MethodKey['algorithm'][],
  { methodOf, proofPurpose }: VerifyProofOptions,
): Promise<VerificationMethod> {
  const method = await methodOf(proof.verificationMethod);
  if (method === undefined) throw new ProofError('VERIFICATION_METHOD_UNKNOWN');
  if (!method.purposes.includes(proofPurpose)) throw new ProofError('VERIFICATION_METHOD_PURPOSE');
  if (!algorithms.includes(method.key.algorithm)) throw new ProofError('PROOF_KEY_ALGORITHM');
  if (!wasInForce(method, readDateTime(proof.created))) throw new ProofError('PROOF_KEY_NOT_IN_FORCE');
  return method;
}

function wasInForce({ from, until }: VerificationMethod, created: number | undefined): boolean {
  if (from === undefined && until === undefined) return true;
  if (created === undefined) return false;
  const [start, end] = [readDateTime(from), readDateTime(until)];
  const hasBegun = from === undefined || (start !== undefined && start <= created);
  return hasBegun && (until === undefined || (end !== undefined && created < end));
}

/** Another proof has its id; or, unless these may repeat, its suite and verification method. */
function isDoubled(proof: Json, proofs: readonly Json[], repeats: boolean): boolean {
  if (proofs.length === 1) return false;
  const [id, name] = [idOf(proof), nameOf(proof)];
  if (id !== undefined && proofs.filter((each) => idOf(each) === id).length > 1) return true;
  return !repeats && name !== undefined && proofs.filter((each) => nameOf(each) === name).length > 1;
}

function nameOf(proof: Json): string | undefined {
  if (typeof proof !== 'object' || proof === null || !('cryptosuite' in proof)) return undefined;
  return JSON.stringify([proof.cryptosuite, proof['verificationMethod']]);
}

function suiteOf(proof: Json): { readonly cryptosuite?: string } {
  const suite = typeof proof === 'object' && proof !== null && 'cryptosuite' in proof && proof.cryptosuite;
  return typeof suite === 'string' ? { cryptosuite: suite } : {};
}

function namesOf(domain: Proof['domain']): readonly string[] {
  if (domain === undefined) return [];
  return typeof domain === 'string' ? [domain] : domain;
}

function contextsOf(context: Json | undefined): readonly Json[] {
  if (context === undefined) return [];
  return Array.isArray(context) ? (context as readonly Json[]) : [context];
}
