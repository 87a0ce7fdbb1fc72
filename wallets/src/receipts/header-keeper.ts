import { canonicalBytes, parseCanonical } from '@renxin/chaincode/canonical';
import {
  acceptHeader,
  assertBelieved,
  hashOfHeader,
  ProofError,
  signedFabricHeader,
  signedHeader,
  verifyCommandProof,
  verifyConsistencyProof,
  type AnySignedHeader,
  type CommandEvidence,
  type HeaderTrust,
  type LedgerTrust,
} from '@renxin/network/proof';
import type { CryptoProvider } from '@renxin/seal/crypto';
import { z } from 'zod';
import { headAnswer, type Receipt } from '../api/index.js';
import { GatewayUnreachable, problemOf } from '../client/index.js';
import { readIfThere, writeDurably } from '../keystore/durable-file.js';

const keptHeader = z.union([signedHeader, signedFabricHeader]);

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
  readonly #trust: HeaderTrust;
  readonly #genesis: string;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string, gateway: string, provider: CryptoProvider, trust: LedgerTrust) {
    this.#path = path;
    this.#gateway = gateway;
    this.#provider = provider;
    this.#trust = 'anchor' in trust ? trust.anchor : trust.operators;
    this.#genesis = 'anchor' in trust ? trust.anchor.genesis : trust.genesis;
  }

  /** Asks the gateway for its latest header and accepts it if it extends what is kept. @throws ProofError LEDGER_FORKED, LEDGER_STALE */
  latest(): Promise<KeptHeader> {
    return this.#inTurn(async () => {
      const kept = await this.kept();
      return this.#accept(await this.#ask(kept?.header.height ?? 0));
    });
  }

  /** Accepts a head that somebody shows, under the same rules. */
  accept(shown: unknown): Promise<KeptHeader> {
    return this.#inTurn(() => this.#accept(shown));
  }

  /** One after the other: what is kept never goes back. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #accept(shown: unknown): Promise<KeptHeader> {
    const kept = await this.kept();
    const { consistency } = headAnswer.parse(shown);
    if (kept === undefined) this.#requireGenesis(consistency);
    const accepted = acceptHeader(this.#provider, this.#trust, kept, consistency);
    await writeDurably(this.#path, canonicalBytes(accepted));
    return { height: accepted.header.height, header: hashOfHeader(this.#provider, accepted) };
  }

  /**
   * Checks a receipt: the command stands under a header that the ledger's operators, or the channel's
   * organisations, stand behind, and that header belongs to the one
   * history that this holder has seen. The holder then keeps a header that is at least as late.
   * @throws ProofError as `verifyCommandProof` and `assertBelieved`; LEDGER_FORKED, LEDGER_STALE
   */
  async acceptReceipt(receipt: Receipt): Promise<CommandEvidence> {
    const evidence = verifyCommandProof(this.#provider, receipt.proof);
    assertBelieved(this.#provider, this.#trust, evidence);
    const { height } = evidence.header;
    const kept = await this.latest();
    const { consistency } = headAnswer.parse(await this.#ask(height));
    const { earlier, later } = verifyConsistencyProof(this.#provider, consistency);
    assertBelieved(this.#provider, this.#trust, later);
    if (earlier.headerHash !== evidence.headerHash) throw new ProofError('LEDGER_FORKED');
    if (later.header.height < kept.height) throw new ProofError('LEDGER_STALE');
    const isKept =
      later.header.height === kept.height ? later.headerHash === kept.header : await this.#extends(later);
    if (!isKept) throw new ProofError('LEDGER_FORKED');
    return evidence;
  }

  /** Between two questions the ledger may have grown: then the later header has to be in the history as well. */
  async #extends(later: {
    readonly headerHash: string;
    readonly header: { readonly height: number };
  }): Promise<boolean> {
    await this.latest();
    const { consistency } = headAnswer.parse(await this.#ask(later.header.height));
    const shown = verifyConsistencyProof(this.#provider, consistency);
    return shown.earlier.headerHash === later.headerHash;
  }

  /** The first proof begins at block 0, which the trust file names. */
  #requireGenesis(consistency: unknown): void {
    const { earlier } = verifyConsistencyProof(this.#provider, consistency);
    if (earlier.headerHash !== this.#genesis) throw new ProofError('LEDGER_FORKED');
  }

  async kept(): Promise<AnySignedHeader | undefined> {
    const text = await readIfThere(this.#path);
    return text === undefined ? undefined : keptHeader.parse(parseCanonical(new TextEncoder().encode(text)));
  }

  async #ask(from: number): Promise<unknown> {
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
