import type { Json, JsonObject } from '@renxin/chaincode/canonical';
import { consent, type consentRecords } from '@renxin/chaincode/contracts';
import type { CommandRef } from '@renxin/chaincode/kernel';
import type { Committed, Ledger, TxPosition } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import type { Turns } from '../labor-contract/turns.js';
import type { JsonRecords, RecordStore } from '../store/index.js';
import type { Authorisations } from './authorisations.js';
import type { CatalogueContent } from './catalogue-content.js';
import type { Citizens } from './citizens.js';
import type { keptAnswer } from './kept-answer.js';
import type { History } from './history.js';
import type { Openings } from './openings.js';
import type { RefusedLog } from './refused-log.js';
import type { RefusedTooOften } from './refused-too-often.js';

/** What the use cases of consent work with, at one data source's gateway. */
export interface ConsentDesk {
  readonly source: { readonly id: string; readonly name: string };
  readonly ledger: Ledger;
  readonly store: RecordStore;
  /** The data source's registry key. */
  readonly signer: Signer;
  readonly catalogue: CatalogueContent;
  readonly citizens: Citizens;
  readonly openings: Openings;
  readonly answers: JsonRecords<typeof keptAnswer>;
  readonly authorisations: Authorisations;
  readonly refused: RefusedLog;
  readonly tooOften: RefusedTooOften;
  readonly history: History;
  readonly turns: Turns;
  /** Signs an answer as a credential of the data source: with its registry key and its assertion key. */
  readonly issue: (credential: JsonObject) => Promise<JsonObject>;
  readonly organisationOf: (
    identifier: string,
  ) => Promise<{ readonly name: string; readonly uscc: string } | undefined>;
  /** Where the command stands that founded the ledger (`founding`) or gave a party its key. */
  readonly positionOf: (name: string) => Promise<TxPosition>;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  readonly random: (length: number) => Uint8Array;
}

/** Who asks: the registered party of the session, and the key of its client. */
export interface Asker {
  readonly identifier: string;
  readonly role: string;
  /** JWK thumbprint of the key that proved the request. */
  readonly thumbprint: string;
}

/** Submits a command of consents and remembers that the history has to come to it. */
export async function submitted<I extends Json, O extends Json>(
  desk: ConsentDesk,
  command: CommandRef<I, O>,
  input: I,
): Promise<Committed<O>> {
  const committed = await desk.ledger.submit(command, input); // the commit point
  // A command that came again answers with its first time, and nothing is behind it in the events.
  const { at } = committed.result as { readonly at?: string };
  if (at === committed.time) desk.history.expect(committed);
  return committed;
}

/** The consent's record on the ledger. @throws ContractError CONSENT_UNKNOWN */
export async function recordOf(desk: ConsentDesk, name: string): Promise<consentRecords.ConsentRecord> {
  return desk.ledger.evaluate(consent.operations.consent, { consent: name });
}
