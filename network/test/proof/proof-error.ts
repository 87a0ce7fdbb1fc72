import assert from 'node:assert/strict';
import { ProofError, type ProofCode } from '../../src/proof/index.js';

export function proofError(code: ProofCode): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof ProofError, String(error));
    assert.equal(error.code, code);
    return true;
  };
}
