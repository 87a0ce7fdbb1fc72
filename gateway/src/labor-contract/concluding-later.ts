import { ContractError } from '@renxin/chaincode/kernel';
import { Refusal } from '../problem/index.js';
import type { Desk } from './desk.js';
import { concludeWhenBothSigned, type Suite } from './signing.js';

/**
 * What a time-stamp was waiting for: the contract, or its amendment, is concluded with it. Where that is refused for good
 * (a certificate was revoked meanwhile, the terms were declined) nothing is made up; a party that asks again hears why.
 * @throws Refusal TIME_STAMP_UNAVAILABLE while the other authority is still out; whatever else may pass
 */
export async function concludedLater(desk: Desk, name: string, token: Uint8Array): Promise<void> {
  const [contract = '', amendment, suite] = name.split(':');
  await desk.turns.take(contract, async () => {
    const known = await desk.files.get(contract);
    if (known === undefined) return;
    const tokens = { [suite as Suite]: token };
    try {
      await concludeWhenBothSigned(desk, known, known.value, Number(amendment), undefined, tokens);
    } catch (error) {
      const isOut = error instanceof Refusal && error.code === 'TIME_STAMP_UNAVAILABLE';
      if (isOut || !(error instanceof Refusal || error instanceof ContractError)) throw error;
    }
  });
}
