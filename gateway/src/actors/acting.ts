import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import type { LedgerTrust } from '@renxin/network/proof';
import { nativeProvider } from '@renxin/seal/native';
import { GatewayClient, type Call } from '@renxin/wallets/client';
import { readIfThere, writeDurably, type Keystore, type PersonalRelation } from '@renxin/wallets/keystore';
import type * as labor from '@renxin/wallets/labor-contract';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';

export interface ActingOptions {
  readonly directory: string;
  /** Base URL of the platform: each organisation's gateway is under it. */
  readonly platform: string;
  /** Base URL of the identity authority's own service. */
  readonly authority: string;
  readonly ledger: string;
  readonly clock: () => Date;
  readonly keystore: Keystore;
  /** Told of every call that went over the wire. */
  readonly onCall: (call: Call) => void;
}

/** What a party acts with on one organisation's gateway: its key for that, its connection, its memory of the ledger. */
export type Connected = Omit<labor.Party, 'role'>;

/** An organisation's own identifier, or a person's for one relation towards one organisation. */
export type Relation = PersonalRelation | 'organisation';

const inUse = z.record(z.string(), z.string());

/**
 * A client of the demonstration across its acts. A person is one person here, with one identifier and one key for each
 * relation and organisation; which ones are in use is kept in the client's own directory.
 */
export class Acting {
  readonly options: ActingOptions;
  readonly keystore: Keystore;
  readonly #connections = new Map<string, Promise<Connected>>();

  constructor(options: ActingOptions) {
    this.options = options;
    this.keystore = options.keystore;
  }

  /** The base URL of an organisation's gateway. */
  gatewayOf(organisation: string): string {
    return `${this.options.platform}/orgs/${organisation}`;
  }

  /** @throws ActRefusal NOT_ENROLLED the party has no identifier in this relation */
  async identifier(relation: Relation, towards?: string): Promise<string> {
    const known = await this.#inUse();
    const identifier = towards === undefined ? known[relation] : known[`${relation} ${towards}`];
    if (identifier === undefined) throw new ActRefusal('NOT_ENROLLED');
    return identifier;
  }

  /** Uses an identifier from now on: in this relation towards this organisation, and as the last of this relation. */
  async use(identifier: string, relation: Relation, towards: string): Promise<void> {
    const known = {
      ...(await this.#inUse()),
      [relation]: identifier,
      [`${relation} ${towards}`]: identifier,
    };
    await writeDurably(this.#file('identifiers.json'), JSON.stringify(known) + '\n');
  }

  /** The party's connection to an organisation's gateway, under one of its identifiers. */
  connect(organisation: string, identifier: string): Promise<Connected> {
    const name = `${organisation} ${identifier}`;
    const known = this.#connections.get(name) ?? this.#connected(organisation, identifier);
    this.#connections.set(name, known);
    known.catch(() => this.#connections.delete(name));
    return known;
  }

  async #connected(organisation: string, identifier: string): Promise<Connected> {
    const { ledger, clock, onCall } = this.options;
    const baseUrl = this.gatewayOf(organisation);
    const signer = await this.keystore.signer(identifier);
    const kept = this.#file(`header-${organisation}.json`);
    return {
      identifier,
      ledger,
      clock,
      provider: nativeProvider,
      random: (length) => new Uint8Array(randomBytes(length)),
      keystore: this.keystore,
      client: new GatewayClient({ baseUrl, ledger, identifier, signer, clock, onCall }),
      headers: new HeaderKeeper(kept, baseUrl, nativeProvider, await this.#trust()),
    };
  }

  /** The trust file is pinned at first use, as a holder pins the one that a ministry publishes. */
  async #trust(): Promise<LedgerTrust> {
    const path = this.#file('trust.json');
    let text = await readIfThere(path);
    if (text === undefined) {
      text = await (await fetch(`${this.options.platform}/trust.json`)).text();
      await writeDurably(path, text);
    }
    const { trust } = openTrust(new TextEncoder().encode(text), nativeProvider);
    return ledgerTrustOf(trust);
  }

  async #inUse(): Promise<Record<string, string>> {
    const kept = await readIfThere(this.#file('identifiers.json'));
    return kept === undefined ? {} : inUse.parse(JSON.parse(kept));
  }

  #file(name: string): string {
    return join(this.options.directory, name);
  }
}

/** The party cannot do this now. */
export class ActRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
