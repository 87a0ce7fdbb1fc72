import { registry } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { LedgerLookup, PublicFetch } from '@renxin/credentials/did';
import type { Ledger } from '@renxin/network';
import type { Outgoing } from '../outgoing/index.js';

/** What the ledger says about a DID, or said at a time. */
export function didsOn(ledger: Ledger): LedgerLookup {
  return async (did, { versionId: version, versionTime: asOf }) => {
    try {
      const answer = await ledger.evaluate(registry.operations.resolve, {
        did,
        ...(version !== undefined && { version }),
        ...(asOf !== undefined && { asOf }),
      });
      return answer as unknown as Awaited<ReturnType<LedgerLookup>>;
    } catch (error) {
      const isUnknown =
        error instanceof ContractError &&
        (error.code === 'IDENTIFIER_UNKNOWN' || (error.code === 'INPUT_INVALID' && version !== undefined));
      if (isUnknown) return undefined;
      throw error;
    }
  };
}

const LIMIT = 65_536;
const TIMEOUT = 3000;

/** A document of another host, for `did:web`. */
export function publicFetch(outgoing: Outgoing): PublicFetch {
  return async (url) => {
    const accept = 'application/did, application/did+json, application/json';
    const { status, body } = await outgoing(url, { accept, limit: LIMIT, timeout: TIMEOUT });
    if (status === 404 || status === 410) return undefined;
    if (status !== 200) throw new Error(`status ${String(status)}`);
    return body;
  };
}
