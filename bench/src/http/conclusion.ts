import { demonstrationTerms, employer as employerOrganisation } from '@renxin/gateway/demonstration';
import * as labor from '@renxin/wallets/labor-contract';
import { randomUUID } from 'node:crypto';
import { gatewayOf, type Place, type Worker } from './parties.js';

/** The published template: fetched once, as an employer's software does. */
export interface Template {
  readonly id: string;
  readonly version: number;
  readonly sm3: string;
}

export async function templateAt(place: Place): Promise<Template> {
  const response = await fetch(`${gatewayOf(place)}/api/v1/labor-contract-templates/current`);
  const { id, version, sm3 } = (await response.json()) as Template;
  return { id, version, sm3 };
}

/** Concludes one contract as the wallets do: draft, disclosure, lock, both signatures; throws unless it is CONCLUDED and anchored. */
export async function conclude(
  template: Template,
  employer: labor.Party,
  { party: worker, person }: Worker,
): Promise<void> {
  const contract = `ht-${randomUUID()}`;
  const number = `YS-BENCH-${contract.slice(3, 11).toUpperCase()}`;
  const terms = demonstrationTerms(person, template, number, today());
  const { region } = employerOrganisation;
  await labor.draft(employer, { contract, worker: worker.identifier, region, template, terms: { ...terms } });
  await labor.acknowledgeDisclosure(worker, contract);
  await labor.lock(employer, contract, 1);
  await labor.signContract(worker, contract, 0, sawEverything);
  const { contract: view } = await labor.signContract(employer, contract, 0, sawEverything);
  if (view.state !== 'CONCLUDED' || !view.anchored) throw new Error('a contract was not concluded');
}

const sawEverything: labor.Show = async ({ pages }) => ({
  kind: 'sign',
  method: 'confirmation',
  seen: pages.map((_, page) => page),
});

/** At the place of work (UTC+8). */
function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
