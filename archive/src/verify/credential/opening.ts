import { JsonError, readJson, type Json } from '@renxin/chaincode/canonical';
import { CredentialError } from '@renxin/credentials/credential';
import { Fault } from '../examination.js';
import { isStepCode } from '../texts.js';

/** Strict JSON of a file. @throws Fault with the code of JsonError */
export function jsonOf(bytes: Uint8Array): Json {
  try {
    return readJson(bytes);
  } catch (error) {
    if (error instanceof JsonError) throw new Fault(error.code);
    throw error;
  }
}

/** Runs a check of the credentials room; what it refuses is a fault of the step, with pointers and never values. */
export async function checked<T>(check: () => T | Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof CredentialError) || !isStepCode(error.code)) throw error;
    throw new Fault(error.code, error.faults.length === 0 ? {} : { faults: error.faults }, { cause: error });
  }
}
