import type { Ledger } from '@renxin/network';
import type { KeyOf } from '../session/index.js';
import { registeredParty } from '../session/registered-party.js';

/** Parties as the ledger has them now. */
export function partiesOn(ledger: Ledger): KeyOf {
  return async (identifier) => registeredParty(ledger, identifier);
}
