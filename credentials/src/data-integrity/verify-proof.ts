import { fromBase58, type Json, type JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { ProofError, type ProofCode } from './codes.js';
import { cryptosuites, isCryptosuite, type CryptosuiteName } from './cryptosuite.js';
import { readDateTime } from './date-time.js';
import { proofsOf, readProof, withoutProof, type Proof, type ProofPurpose } from './proof.js';
import { isSame, SignedBytes } from './signed-bytes.js';

/** A key as its controller's document has it. */
export interface VerificationMethod {
  /** Whose key it is. */
  readonly controller: string;
  readonly key: VerificationKey;
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
}

/** What was found about one proof. */
export type ProofFinding =
  | {
      readonly verified: true;
      readonly cryptosuite: CryptosuiteName;
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
  const findings: ProofFinding[] = [];
  for (const proof of proofs) {
    findings.push(
      proofs.length > 1 && timesOf(proof, proofs) > 1
        ? { verified: false, code: 'PROOF_DOUBLED', ...suiteOf(proof) }
        : await verifyOne(unsecured, signed, proof, options),
    );
  }
  return findings;
}

/** As {@link verifyProofs} for a document with exactly one proof. */
export async function verifyProof(document: JsonObject, options: VerifyProofOptions): Promise<ProofFinding> {
  const [only, another] = await verifyProofs(document, options);
  if (only === undefined || another !== undefined) return { verified: false, code: 'PROOF_MALFORMED' };
  return only;
}

const MOST_PROOFS = 16;

async function verifyOne(
  document: JsonObject,
  signed: SignedBytes,
  value: Json,
  options: VerifyProofOptions,
): Promise<ProofFinding> {
  try {
    const proof = readProof(value);
    const cryptosuite = requireSuite(proof);
    requireOptions(proof, options);
    requireContext(proof, document);
    const method = await requireMethod(proof, cryptosuite, options);
    const { proofValue: _proofValue, ...config } = value as JsonObject;
    const signature = signatureOf(proof);
    const message = signed.of(config, cryptosuites[cryptosuite].hash);
    if (signature === undefined || !options.provider.verify(method.key, message, signature))
      throw new ProofError('PROOF_SIGNATURE');
    return { verified: true, cryptosuite, proof, method };
  } catch (error) {
    if (error instanceof ProofError) return { verified: false, code: error.code, ...suiteOf(value) };
    throw error;
  }
}

/** 64 bytes in Multibase: the letter z, then at most 88 characters of base58btc. */
function signatureOf({ proofValue }: Proof): Uint8Array | undefined {
  if (!proofValue.startsWith('z') || proofValue.length > 89) return undefined;
  const signature = fromBase58(proofValue.slice(1));
  return signature?.length === 64 ? signature : undefined;
}

function requireSuite({ cryptosuite, previousProof }: Proof): CryptosuiteName {
  if (!isCryptosuite(cryptosuite)) throw new ProofError('PROOF_SUITE_UNKNOWN');
  if (previousProof !== undefined) throw new ProofError('PROOF_CHAIN_UNSUPPORTED');
  return cryptosuite;
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
  cryptosuite: CryptosuiteName,
  { methodOf, proofPurpose }: VerifyProofOptions,
): Promise<VerificationMethod> {
  const method = await methodOf(proof.verificationMethod);
  if (method === undefined) throw new ProofError('VERIFICATION_METHOD_UNKNOWN');
  if (!method.purposes.includes(proofPurpose)) throw new ProofError('VERIFICATION_METHOD_PURPOSE');
  if (method.key.algorithm !== cryptosuites[cryptosuite].algorithm)
    throw new ProofError('PROOF_KEY_ALGORITHM');
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

/** How many proofs have the suite and the verification method of this one. */
function timesOf(proof: Json, proofs: readonly Json[]): number {
  const name = nameOf(proof);
  return name === undefined ? 1 : proofs.filter((each) => nameOf(each) === name).length;
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
