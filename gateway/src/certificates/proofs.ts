import { registry, registryRules } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import {
  CredentialError,
  issuerOf,
  readCredential,
  requireProofs,
  type Credential,
  type HeldProof,
  type Presentation,
  type ProofPolicy,
} from '@renxin/credentials/credential';
import type { VerificationMethod } from '@renxin/credentials/data-integrity';
import { createDidResolver, methodInHistory, methodsFrom, type KeyHistory } from '@renxin/credentials/did';
import { requireBinding, SdJwtError, verifySdJwt, type VerifiedSdJwt } from '@renxin/credentials/sd-jwt';
import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import type { Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { Refusal } from '../problem/index.js';
import { Recent } from '../session/recent.js';

/** A credential whose form and proofs hold. */
export interface ProvenCredential {
  readonly credential: Credential;
  /** Identifier of the issuer, whose keys made all proofs. */
  readonly by: string;
  readonly proofs: readonly HeldProof[];
}

/** How many credentials that held are remembered. */
const REMEMBERED = 20_000;
const { operations } = registry;

/**
 * Proofs of credentials and presentations, by the keys that the ledger has. A credential has to have both proofs, SM2 and
 * EdDSA. What held once is remembered by its digest: a key's end is dated, so it never makes an earlier proof a wrong one.
 */
export class Proofs {
  readonly #ledger: Ledger;
  readonly #provider: CryptoProvider;
  readonly #clock: () => Date;
  readonly #held = new Recent<ProvenCredential>(REMEMBERED);

  constructor(ledger: Ledger, provider: CryptoProvider, clock: () => Date) {
    this.#ledger = ledger;
    this.#provider = provider;
    this.#clock = clock;
  }

  /** What judges proofs now. */
  get policy(): ProofPolicy {
    return {
      provider: this.#provider,
      now: this.#clock(),
      suites: ['sm2-jcs-2026', 'eddsa-jcs-2022'],
      methodOf: (url) => this.#methodOf(url),
    };
  }

  /** A holder's key: one that the ledger has, or one that is its own name (`did:key`). */
  readonly holderMethodOf = (url: string): Promise<VerificationMethod | undefined> =>
    url.startsWith('did:key:') ? ofDidKey(url) : this.#methodOf(url);

  /** A key of the ministry or of a province, which answer for wallets; nobody else does. */
  readonly attesterOf = async (url: string): Promise<VerificationMethod | undefined> => {
    const identifier = identifierOf(url.split('#', 1)[0] ?? '');
    const record = await this.#ledger.evaluate(operations.identifier, { identifier }).catch(unknownIs);
    const mayAttest =
      record?.kind === 'organisation' &&
      (record.role === 'ministry' || record.role === 'province') &&
      !registryRules.isSuspended(record);
    return mayAttest ? this.#methodOf(url) : undefined;
  };

  /** @throws Refusal CREDENTIAL_INVALID for its form, CREDENTIAL_PROOF_INVALID with the proof's own code */
  async ofCredential(value: unknown): Promise<ProvenCredential> {
    const name = this.#nameOf(value);
    const known = this.#held.get(name);
    if (known !== undefined) return known;
    const credential = await refusing('CREDENTIAL_INVALID', () => readCredential(value));
    const issuer = issuerOf(credential);
    const proofs = await refusing('CREDENTIAL_PROOF_INVALID', () =>
      requireProofs(credential, issuer, 'assertionMethod', this.policy),
    );
    return this.#held.keep(name, { credential, by: identifierOf(issuer), proofs });
  }

  /** The holder's own proof. @throws Refusal PRESENTATION_PROOF_INVALID with the proof's own code */
  async ofPresentation(
    presentation: Presentation,
    asked: { readonly challenge: string; readonly domain: string },
  ): Promise<void> {
    const policy = { ...this.policy, suites: ['sm2-jcs-2026'] as const };
    const proofs = await refusing('PRESENTATION_PROOF_INVALID', () =>
      requireProofs(presentation, presentation.holder, 'authentication', policy, asked),
    );
    // Whoever answers now needs a key that is in force now, whatever time the proof names.
    if (proofs.some(({ method }) => method.until !== undefined))
      throw new Refusal('PRESENTATION_PROOF_INVALID', { members: { proof: 'PROOF_KEY_NOT_IN_FORCE' } });
  }

  /** @throws Refusal SD_JWT_* */
  async ofSdJwt(compact: string): Promise<VerifiedSdJwt & { readonly by: string }> {
    const methodOf = (url: string): Promise<VerificationMethod | undefined> => this.#methodOf(url);
    try {
      const verified = await verifySdJwt(compact, { provider: this.#provider, methodOf });
      return { ...verified, by: identifierOf(verified.issuer) };
    } catch (cause) {
      if (!(cause instanceof SdJwtError)) throw cause;
      throw new Refusal(cause.code, {}, { cause });
    }
  }

  /** The holder's key binding of an SD-JWT VC. @throws Refusal SD_JWT_KEY_BINDING */
  requireBinding(
    { sdJwt, holder }: VerifiedSdJwt,
    asked: { readonly challenge: string; readonly domain: string },
  ): void {
    const binding = { audience: asked.domain, nonce: asked.challenge };
    try {
      requireBinding(sdJwt, holder, binding, { provider: this.#provider, now: this.#clock() });
    } catch (cause) {
      if (!(cause instanceof SdJwtError)) throw cause;
      throw new Refusal(cause.code, {}, { cause });
    }
  }

  /**
   * The proof of a holder with any wallet: by a key that the ledger has, or by one that is its own name.
   * @throws Refusal PRESENTATION_PROOF_INVALID with the proof's own code
   */
  async ofAnyHolder(
    presentation: Presentation,
    asked: { readonly challenge: string; readonly domain: string },
  ): Promise<void> {
    const policy = { ...this.policy, suites: [], methodOf: this.holderMethodOf };
    const proofs = await refusing('PRESENTATION_PROOF_INVALID', () =>
      requireProofs(presentation, presentation.holder, 'authentication', policy, asked),
    );
    if (proofs.some(({ method }) => method.until !== undefined))
      throw new Refusal('PRESENTATION_PROOF_INVALID', { members: { proof: 'PROOF_KEY_NOT_IN_FORCE' } });
  }

  /** A name inside this process: SHA-256, which processors have built in. */
  #nameOf(value: unknown): string {
    try {
      return toBase64url(this.#provider.hash('SHA-256', canonicalBytes(value)));
    } catch {
      throw new Refusal('CREDENTIAL_PROOF_INVALID', { members: { proof: 'DOCUMENT_NOT_CANONICAL' } });
    }
  }

  async #methodOf(url: string): Promise<VerificationMethod | undefined> {
    const did = url.split('#', 1)[0] ?? '';
    const identifier = identifierOf(did);
    if (did !== `did:renxin:${this.#ledger.name}:${identifier}`) return undefined;
    const history = await this.#historyOf(identifier);
    return history === undefined ? undefined : methodInHistory(did, history, url);
  }

  async #historyOf(identifier: string): Promise<KeyHistory | undefined> {
    try {
      const record = await this.#ledger.evaluate(operations.identifier, { identifier });
      if (record.kind !== 'organisation') return { keys: record.keys };
      const { keys } = await this.#ledger.evaluate(operations['assertion-keys'], { identifier });
      return { keys: record.keys, assertionKeys: keys };
    } catch (error) {
      if (error instanceof ContractError) return undefined;
      throw error;
    }
  }
}

function unknownIs(error: unknown): undefined {
  if (!(error instanceof ContractError)) throw error;
}

const ofDidKey = methodsFrom(createDidResolver({}));

/** The identifier at the end of a DID; empty when it has none. */
export function identifierOf(did: string): string {
  return /^did:renxin:[a-z0-9-]{2,48}:([a-z0-9](?:[a-z0-9-]{0,46}[a-z0-9]))$/.exec(did)?.[1] ?? '';
}

/** What the credentials room refuses, under the gateway's code, with its own beside. */
export async function refusing<T>(
  code: ConstructorParameters<typeof Refusal>[0],
  run: () => T | Promise<T>,
): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    if (!(cause instanceof CredentialError)) throw cause;
    const faults = cause.faults.map(({ pointer, code: why }) => ({ pointer, code: why }));
    throw new Refusal(code, { members: { proof: cause.code }, faults }, { cause });
  }
}
