import type { Acting, Relation } from '../acting.js';
import type { Act } from '../control.js';

/** The gateway at which clients ask for the ledger's head. */
const GATEWAY = 'gd';

/** What every client knows of the ledger: the header that it has seen last, and what may follow it. */
export function ledgerActs(acting: Acting, relation: Relation): Record<string, Act> {
  const headers = async () => (await acting.connect(GATEWAY, await acting.identifier(relation))).headers;
  return {
    head: async () => (await headers()).latest(),
    'accept-head': async (value) => (await headers()).accept(value),
  };
}
