import { factName, signFacts, type Fact, type FactName, type FactStatement } from '@renxin/archive/bundle';
import { laborContract, laborContractRecords } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { factRequest } from '@renxin/wallets/api';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import type { LaborContractServices } from '../services.js';
import type { Asker } from './desk.js';

type Request = z.infer<typeof factRequest>;

/**
 * An arbitration commission or a court that has a bundle of the contract asks what the records say; this organisation
 * answers with a signed statement (查证事实), which stands in every bundle from then on. The same request answers the same.
 * @throws Refusal NOT_ENTITLED unless the bundle was handed over to the asker, EVIDENCE_DIFFERS for another request of the
 *   same name; ContractError BUNDLE_UNKNOWN
 */
export async function factsStated(
  { desk, exporter, facts: kept }: LaborContractServices,
  asker: Asker,
  contract: string,
  { statement, bundle, purpose, caseNumber, facts }: Request,
): Promise<FactStatement> {
  const custody = await desk.ledger.evaluate(laborContract.operations['custody-of'], { contract, bundle });
  if (!custody.handOvers.some(({ body }) => body.to === asker.identifier && body.purpose === purpose))
    throw new Refusal('NOT_ENTITLED');
  const request = { by: asker.identifier, purpose, caseNumber, bundle };
  return desk.turns.take(`facts ${contract}`, async () => {
    const known = (await kept.get(`${contract}:${statement}`))?.value;
    if (known !== undefined) {
      const names = known.statement.facts.map(({ fact }) => fact);
      const isSame =
        isDeepStrictEqual(known.statement.request, request) && isDeepStrictEqual(names, inOrder(facts));
      if (!isSame) throw new Refusal('EVIDENCE_DIFFERS');
      return known;
    }
    const at = desk.clock().toISOString();
    const found = await desk.ledger.evaluate(laborContract.operations.contract, { contract });
    const record = laborContractRecords.laborContractRecord.parse(found);
    if (record.state === 'DISPOSED') throw new ContractError('CONTRACT_STATE');
    const stated = inOrder(facts).map((name) => factOf(record, name));
    const said = {
      statement,
      ledger: desk.ledger.name,
      contract,
      by: desk.organisation,
      request,
      facts: stated,
      at,
    };
    const signed = await signFacts(said, exporter, unattended('fact-statement', desk.clock()), desk.provider);
    await desk.store.write([kept.put(`${contract}:${statement}`, signed, 0)]);
    return signed;
  });
}

/** What was stated about a contract so far, oldest first. */
export async function factsOf({ facts }: LaborContractServices, contract: string): Promise<FactStatement[]> {
  const { records } = await facts.list({ prefix: `${contract}:`, limit: 99 });
  return records.map(({ value }) => value).sort((a, b) => (a.statement.at < b.statement.at ? -1 : 1));
}

function inOrder(facts: readonly FactName[]): FactName[] {
  return factName.options.filter((name) => facts.includes(name));
}

function factOf(record: laborContractRecords.ContractRecord, name: FactName): Fact {
  const { worker, employer, states, amendment = 0, delivery, acknowledgement } = record;
  const concluded = states.find(({ state }) => state === 'CONCLUDED');
  const last = states.at(-1);
  if (concluded === undefined || last === undefined) throw new ContractError('CONTRACT_STATE');
  switch (name) {
    case 'parties':
      return { fact: name, worker, employer };
    case 'conclusion':
      return { fact: name, at: concluded.at };
    case 'amendments':
      return { fact: name, count: amendment };
    case 'state':
      return { fact: name, state: last.state, since: last.at };
    case 'delivery':
      return {
        fact: name,
        ...(delivery !== undefined && { deliveredAt: delivery.recordedAt }),
        ...(acknowledgement !== undefined && { acknowledgedAt: acknowledgement.recordedAt }),
      };
  }
}
