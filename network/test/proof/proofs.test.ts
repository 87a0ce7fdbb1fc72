import { canonicalBytes, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import type { EmbeddedLedger } from '../../src/embedded/index.js';
import {
  acceptHeader,
  assertBelieved,
  ProofError,
  verifyCommandProof,
  verifyConsistencyProof,
  verifySignedHeader,
  verifyStateProof,
  type EmbeddedConsistencyProof,
  type EmbeddedCommandProof,
  type EmbeddedStateProof,
} from '../../src/proof/index.js';
import { author, freshDirectory, newSigner, openOn, operator, provider } from '../embedded.js';
import { counters, notebook, notes, signedNote } from '../notes.js';
import { proofError } from './proof-error.js';

describe('ledger proofs, offline', () => {
  let ledger: EmbeddedLedger;
  let remove: () => Promise<void>;
  let command: EmbeddedCommandProof;
  let present: EmbeddedStateProof;
  let absent: EmbeddedStateProof;
  let consistency: EmbeddedConsistencyProof;

  before(async () => {
    const fresh = await freshDirectory();
    remove = fresh.remove;
    ledger = await openOn(fresh.directory);
    const answers = await Promise.all(
      Array.from({ length: 21 }, async (_, i) =>
        ledger.submit(notebook.write, await signedNote(author, ledger.name, `n-${i}`, `text ${i}`)),
      ),
    );
    for (let i = 0; i < 6; i++) await ledger.submit(notebook.add, { counter: 'c', by: 1 });
    await ledger.submit(notebook.fill, { prefix: 'f', from: 0, count: 3000 });
    command = await ledger.prove(answers[13]!.at);
    present = await ledger.proveState(notes, 'n-13');
    absent = await ledger.proveState(notes, 'n-99');
    consistency = await ledger.proveConsistency(2);
  });
  after(async () => {
    await ledger.close();
    await remove();
  });

  it('hold as values and as bytes, natively and in the browser', () => {
    for (const by of [provider, pureProvider]) {
      for (const form of [(proof: Json) => proof, canonicalBytes]) {
        const { header, headerHash, command: proven } = verifyCommandProof(by, form(command));
        assert.deepEqual(proven.result, { id: 'n-13', revision: 1 });
        assert.equal(headerHash, toBase64url(provider.hash('SM3', canonicalBytes(header))));
        const state = verifyStateProof(by, form(present));
        assert.deepEqual([state.collection, state.id], ['note', 'n-13']);
        assert.equal((state.value as { text: string }).text, 'text 13');
        assert.equal(verifyStateProof(by, form(absent)).value, null);
        const { earlier, later } = verifyConsistencyProof(by, form(consistency));
        assert.deepEqual([earlier.header.height, later.header.height], [2, 7]);
        assertBelieved(provider, [operator.key], later);
      }
    }
  });

  it('of every pair of headers hold, and hold for no other pair', async () => {
    for (let later = 0; later <= 7; later++) {
      for (let earlier = 0; earlier <= later; earlier++) {
        const proof = await ledger.proveConsistency(earlier, later);
        verifyConsistencyProof(provider, proof);
        if (earlier === later || earlier === 0) continue;
        const moved = { ...proof, earlier: await ledger.header(earlier - 1) };
        assert.throws(() => verifyConsistencyProof(provider, moved), proofError('LEDGER_FORKED'));
      }
    }
  });

  it('fail when any one byte changes', async function () {
    this.timeout(120_000);
    const cases: [Json, (bytes: Uint8Array) => unknown][] = [
      [command, (bytes) => verifyCommandProof(provider, bytes)],
      [present, (bytes) => verifyStateProof(provider, bytes)],
      [absent, (bytes) => verifyStateProof(provider, bytes)],
      [consistency, (bytes) => verifyConsistencyProof(provider, bytes)],
    ];
    for (const [proof, verify] of cases) {
      const bytes = canonicalBytes(proof);
      for (let at = 0; at < bytes.length; at++) {
        const changed = bytes.slice();
        changed[at] = bytes[at]! ^ (1 << (at % 8));
        assert.throws(
          () => verify(changed),
          (error) => error instanceof ProofError,
          `byte ${at}`,
        );
      }
      assert.throws(() => verify(bytes.slice(0, -1)), proofError('PROOF_FORMAT'));
      assert.throws(() => verify(Uint8Array.of(...bytes, 10)), proofError('PROOF_FORMAT'));
    }
  });

  it('have no room for anything more', () => {
    const more: [Json, (proof: unknown) => unknown][] = [
      [{ ...command, note: 'x' }, (proof) => verifyCommandProof(provider, proof)],
      [{ ...command, command: { ...command.command, x: 1 } }, (proof) => verifyCommandProof(provider, proof)],
      [
        { ...command, signed: { ...command.signed, header: { ...command.signed.header, x: 1 } } },
        (proof) => verifyCommandProof(provider, proof),
      ],
      [{ ...present, kind: command.kind }, (proof) => verifyStateProof(provider, proof)],
      [{ ...present, pages: [...present.pages, ''] }, (proof) => verifyStateProof(provider, proof)],
      [{ ...consistency, schema: 2 }, (proof) => verifyConsistencyProof(provider, proof)],
      [null, (proof) => verifyConsistencyProof(provider, proof)],
    ];
    for (const [proof, verify] of more) assert.throws(() => verify(proof), proofError('PROOF_FORMAT'));
  });

  it('say what does not hold', () => {
    const { path } = command;
    const refusals: [string, () => unknown][] = [
      ['COMMAND_NOT_IN_BLOCK', () => verifyCommandProof(provider, { ...command, path: [...path].reverse() })],
      ['COMMAND_NOT_IN_BLOCK', () => verifyCommandProof(provider, { ...command, signed: present.signed })],
      [
        'COMMAND_NOT_IN_BLOCK',
        () => verifyCommandProof(provider, { ...command, command: { ...command.command, index: 14 } }),
      ],
      ['STATE_NOT_IN_ROOT', () => verifyStateProof(provider, { ...present, value: null })],
      ['PROOF_FORMAT', () => verifyStateProof(provider, { ...present, id: 'n-14' })],
      ['STATE_NOT_IN_ROOT', () => verifyStateProof(provider, { ...present, pages: absent.pages })],
      ['STATE_NOT_IN_ROOT', () => verifyStateProof(provider, { ...absent, value: present.value })],
      ['STATE_NOT_IN_ROOT', () => verifyStateProof(provider, { ...present, signed: command.signed })],
      ['STATE_NOT_IN_ROOT', () => verifyStateProof(provider, { ...present, pages: present.pages.slice(1) })],
      [
        'HEADER_SIGNATURE',
        () =>
          verifyCommandProof(provider, {
            ...command,
            signed: { ...command.signed, signature: present.signed.signature },
          }),
      ],
      [
        'HEADER_SIGNATURE',
        () =>
          verifyCommandProof(provider, {
            ...command,
            signed: { ...command.signed, operator: newSigner().key },
          }),
      ],
      ['OPERATOR_UNKNOWN', () => verifySignedHeader(provider, [newSigner().key], command.signed)],
      [
        'LEDGER_STALE',
        () =>
          verifyConsistencyProof(provider, {
            ...consistency,
            earlier: consistency.later,
            later: consistency.earlier,
          }),
      ],
      ['LEDGER_FORKED', () => verifyConsistencyProof(provider, { ...consistency, path: [] })],
      ['OPERATOR_UNKNOWN', () => acceptHeader(provider, [newSigner().key], undefined, consistency)],
    ];
    for (const [i, [code, verify]] of refusals.entries()) {
      assert.throws(verify, (error) => (error as ProofError).code === code, `${i} ${code}`);
    }
  });

  it('of a header of another ledger are LEDGER_OTHER', async () => {
    const fresh = await freshDirectory();
    const other = await openOn(fresh.directory, { name: 'other-ledger' });
    await other.submit(notebook.add, { counter: 'c', by: 1 });
    const proof = await other.proveConsistency(0);
    assert.throws(
      () => acceptHeader(provider, [operator.key], consistency.later, proof),
      proofError('LEDGER_OTHER'),
    );
    assert.throws(
      () => verifyConsistencyProof(provider, { ...consistency, earlier: proof.earlier }),
      proofError('LEDGER_OTHER'),
    );
    await other.close();
    await fresh.remove();
  });

  it('show the absence of every record that is absent, beside the others', async () => {
    for (let i = 0; i < 200; i++) {
      const proof = await ledger.proveState(counters, `absent-${i}`);
      assert.equal(verifyStateProof(provider, proof).value, null);
    }
  });
});
