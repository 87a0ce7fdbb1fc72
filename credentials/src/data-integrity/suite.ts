import type { JsonObject } from '@renxin/chaincode/canonical';
import type { VerificationKey } from '@renxin/chaincode/messages';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Activation, Signer } from '@renxin/seal/signer';
import type { Proof } from './proof.js';

/** A key of an algorithm that proves credentials and nothing else here; `point` is base64url as a Multikey carries it. */
export interface FurtherKey {
  readonly algorithm: 'P-384' | 'BLS12-381';
  readonly point: string;
}

/** A key that a verification method may name. */
export type MethodKey = VerificationKey | FurtherKey;

/** A signer for proofs of credentials: what it signs authorises nothing on the ledger. */
export interface FurtherSigner {
  readonly key: FurtherKey & { readonly algorithm: 'P-384' };
  /** ECDSA with SHA-384: r || s, 96 bytes. */
  sign(request: { algorithm: 'P-384'; message: Uint8Array; activation: Activation }): Promise<Uint8Array>;
}

/** A signer of many messages at once, of which a holder can later show some (BBS over BLS12-381, SHA-256). */
export interface BbsSigner {
  readonly key: FurtherKey & { readonly algorithm: 'BLS12-381' };
  signAll(request: {
    header: Uint8Array;
    messages: readonly Uint8Array[];
    activation: Activation;
  }): Promise<Uint8Array>;
}

export type SuiteSigner = Signer<VerificationKey> | FurtherSigner | BbsSigner;

/** What a suite is given to sign. */
export interface ToProve {
  /** Without proofs, but with those that the new one is chained to. */
  readonly document: JsonObject;
  /** Every member of the proof but its value; `@context` only where the suite puts it. */
  readonly config: JsonObject;
}

/** What a suite is given to judge: its form, purpose, times and key's purpose were judged before. */
export interface ToJudge {
  readonly document: JsonObject;
  readonly proof: Proof;
  readonly key: MethodKey;
  readonly provider: CryptoProvider;
}

/**
 * A suite that is not built on canonical JSON, handed to whoever signs or judges: JSON-LD is heavy, and a page does
 * without it.
 */
export interface ProofSuite {
  readonly algorithms: readonly MethodKey['algorithm'][];
  /** The proof's value. @throws ProofError */
  prove(given: ToProve, signer: SuiteSigner, activation: Activation): Promise<string>;
  /** Whether the value is the key's over this document. @throws ProofError */
  judge(given: ToJudge): Promise<boolean>;
}

export type ProofSuites = Readonly<Record<string, ProofSuite>>;
