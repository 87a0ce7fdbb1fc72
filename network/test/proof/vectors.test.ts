import { nativeProvider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import {
  ProofError,
  verifyCommandProof,
  verifyConsistencyProof,
  verifyStateProof,
} from '../../src/proof/index.js';

const FOLDER = new URL('../../../test/vectors/', import.meta.url);

/** Files of docs/formats/ledger.md: those under `invalid` begin with the code that refuses them. */
describe('ledger proofs: vectors', () => {
  for (const provider of [nativeProvider, pureProvider]) {
    for (const { name, bytes } of vectors('valid')) {
      it(`${name} holds (${provider.name})`, () => {
        verifierOf(bytes)(provider, bytes);
      });
    }
    for (const { name, bytes } of vectors('invalid')) {
      it(`${name} is refused (${provider.name})`, () => {
        const [code] = name.split('-');
        assert.throws(
          () => verifierOf(bytes)(provider, bytes),
          (error) => error instanceof ProofError && error.code === code,
        );
      });
    }
  }
});

function vectors(kind: string): { name: string; bytes: Uint8Array }[] {
  const folder = new URL(`${kind}/`, FOLDER);
  return readdirSync(folder).map((file) => ({
    name: file.replace('.json', ''),
    bytes: readFileSync(new URL(file, folder)),
  }));
}

/** By its own members, not by its kind, which a vector may have changed. */
function verifierOf(bytes: Uint8Array) {
  const members = JSON.parse(new TextDecoder().decode(bytes)) as object;
  if ('command' in members) return verifyCommandProof;
  return 'pages' in members ? verifyStateProof : verifyConsistencyProof;
}
