import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import type { PublicKey } from '@renxin/chaincode/messages';
import {
  acceptHeader,
  headerHash,
  ProofError,
  signedHeader,
  verifyConsistencyProof,
  type SignedHeader,
} from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { headAnswer } from '../api/index.js';
import { GatewayUnreachable, problemOf } from '../client/index.js';
import { readIfThere, writeDurably } from '../keystore/durable-file.js';

/** What a holder believes of a ledger before it asks: from the trust file. */
export interface LedgerTrust {
  readonly operators: readonly PublicKey[];
  /** Hash of the header of block 0, base64url. */
  readonly genesis: string;
}

/** What a holder remembers of the ledger: the latest header it has seen, never one that does not extend the earlier ones. */
export interface KeptHeader {
  readonly height: number;
  /** Hash of the header, base64url. */
  readonly header: string;
}

/**
 * Keeps the latest header in a file of the holder's own. A gateway that shows another history is found here:
 * LEDGER_FORKED; one that shows an old state as current: LEDGER_STALE.
 */
export class HeaderKeeper {
  readonly #path: string;
  readonly #gateway: string;
  readonly #provider: CryptoProvider;
  readonly #trust: LedgerTrust;

  constructor(path: string, gateway: string, provider: CryptoProvider, trust: LedgerTrust) {
    this.#path = path;
    this.#gateway = gateway;
    this.#provider = provider;
    this.#trust = trust;
  }

  /** Asks the gateway for its latest header and accepts it if it extends what is kept. @throws ProofError LEDGER_FORKED, LEDGER_STALE */
  async latest(): Promise<KeptHeader> {
    return this.accept(await this.#ask(await this.kept()));
  }

  /** Accepts a head that somebody shows, under the same rules. */
  async accept(shown: unknown): Promise<KeptHeader> {
    const kept = await this.kept();
    const { consistency } = headAnswer.parse(shown);
    if (kept === undefined) this.#requireGenesis(consistency);
    const accepted = acceptHeader(this.#provider, this.#trust.operators, kept, consistency);
    await writeDurably(this.#path, canonicalBytes(accepted));
    return { height: accepted.header.height, header: headerHash(this.#provider, accepted.header) };
  }

  /** The first proof begins at block 0, which the trust file names. */
  #requireGenesis(consistency: unknown): void {
    const { earlier } = verifyConsistencyProof(this.#provider, consistency);
    if (earlier.headerHash !== this.#trust.genesis) throw new ProofError('LEDGER_FORKED');
  }

  async kept(): Promise<SignedHeader | undefined> {
    const text = await readIfThere(this.#path);
    return text === undefined
      ? undefined
      : signedHeader.parse(parseCanonical(new TextEncoder().encode(text)));
  }

  async #ask(kept: SignedHeader | undefined): Promise<unknown> {
    const from = kept?.header.height ?? 0;
    const response = await fetch(`${this.#gateway}/api/v1/ledger/head?from=${from}`).catch(
      (cause: unknown) => {
        throw new GatewayUnreachable('no answer', { cause });
      },
    );
    const answer: unknown = await response.json();
    if (!response.ok) throw problemOf(answer) ?? new GatewayUnreachable(`status ${response.status}`);
    return answer;
  }
}
