import type { Terms } from '@renxin/chaincode/labor-law';
import { randomUUID } from 'node:crypto';
import { employer } from '../../demonstration/organisations.js';
import { demonstrationTerms } from '../../demonstration/terms.js';
import type { Stage } from '../stage.js';
import { own } from './own.js';

/** Terms that pass the law, under a new number. */
export async function termsOf(stage: Stage): Promise<Terms> {
  const { person } = own(stage);
  if (person === undefined) throw new TypeError('nobody was introduced');
  const template = await templateOf(stage);
  const number = `YS-${stage.today().slice(0, 4)}-${randomUUID().slice(0, 8).toUpperCase()}`;
  return demonstrationTerms(person, template, number, stage.today());
}

/** What the employer sends to draft a new contract with these terms. */
export async function draftOf(stage: Stage, terms: Terms) {
  const { id, version, sm3 } = await templateOf(stage);
  return {
    contract: `ht-${randomUUID()}`,
    worker: own(stage).worker,
    region: employer.region,
    template: { id, version, sm3 },
    terms,
  };
}

async function templateOf(stage: Stage): Promise<{ id: string; version: number; sm3: string }> {
  const response = await fetch(`${stage.gatewayOf('gd')}/api/v1/labor-contract-templates/current`);
  return (await response.json()) as { id: string; version: number; sm3: string };
}
