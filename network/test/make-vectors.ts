import { canonical, type Json } from '@renxin/chaincode/canonical';
import { mkdirSync, writeFileSync } from 'node:fs';
import { author, freshDirectory, newSigner, openOn } from './embedded.js';
import { notebook, notes, signedNote } from './notes.js';

/**
 * Writes test/vectors anew: `node network/dist/test/make-vectors.js network/test/vectors`. Keys are made for it and
 * forgotten; the files stay as they are, since a format that is in use does not change.
 */
const folder = process.argv[2] ?? '';
const { directory, remove } = await freshDirectory();
let time = Date.parse('2026-03-01T08:00:00.000Z');
const operator = newSigner();
const ledger = await openOn(directory, {
  operator,
  name: 'vector-ledger',
  clock: () => new Date((time += 1000)),
});
const texts = await Promise.all(
  [1, 2, 3, 4, 5].map((i) => signedNote(author, ledger.name, `n-${i}`, `text ${i}`)),
);
const [, , third] = await Promise.all(texts.map((note) => ledger.submit(notebook.write, note)));
await ledger.submit(notebook.fill, { prefix: 'f', from: 0, count: 40 });
for (let i = 0; i < 3; i++) await ledger.submit(notebook.add, { counter: 'c', by: 1 });

const command = await ledger.prove(third!.at);
const state = await ledger.proveState(notes, 'n-3');
const absence = await ledger.proveState(notes, 'n-6');
const consistency = await ledger.proveConsistency(1);
const { signed } = command;
const other = newSigner().key;

write('valid', { command, state, absence, consistency });
write('invalid', {
  'PROOF_FORMAT-unknown-member': { ...command, comment: '' },
  'PROOF_FORMAT-other-kind': { ...command, kind: state.kind },
  'PROOF_FORMAT-padded-base64url': { ...state, keyHash: `${state.keyHash}=` },
  'PROOF_FORMAT-key-hash-of-another-name': { ...state, id: 'n-4' },
  'PROOF_FORMAT-page-without-its-last-slot': {
    ...state,
    pages: state.pages.map((page) => page.slice(0, -4)),
  },
  'PROOF_FORMAT-transaction-of-another-block': {
    ...command,
    signed: { ...signed, header: { ...signed.header, txId: '0'.repeat(32) } },
  },
  'PROOF_FORMAT-time-that-does-not-exist': {
    ...command,
    signed: { ...signed, header: { ...signed.header, time: '2026-02-30T08:00:00.000Z' } },
  },
  'HEADER_SIGNATURE-later-time': {
    ...command,
    signed: { ...signed, header: { ...signed.header, time: '2026-03-01T09:00:00.000Z' } },
  },
  'HEADER_SIGNATURE-of-another-header': {
    ...command,
    signed: { ...signed, signature: state.signed.signature },
  },
  'HEADER_SIGNATURE-another-operator': { ...command, signed: { ...signed, operator: other } },
  'COMMAND_NOT_IN_BLOCK-another-result': {
    ...command,
    command: { ...command.command, result: { id: 'n-3', revision: 2 } },
  },
  'COMMAND_NOT_IN_BLOCK-another-index': { ...command, command: { ...command.command, index: 1 } },
  'COMMAND_NOT_IN_BLOCK-path-in-the-wrong-order': { ...command, path: [...command.path].reverse() },
  'COMMAND_NOT_IN_BLOCK-path-one-too-long': { ...command, path: [...command.path, signed.header.state] },
  'COMMAND_NOT_IN_BLOCK-another-block': { ...command, signed: state.signed },
  'STATE_NOT_IN_ROOT-another-value': { ...state, value: { ...(state.value as object), text: 'text 4' } },
  'STATE_NOT_IN_ROOT-present-record-as-absent': { ...state, value: null },
  'STATE_NOT_IN_ROOT-absent-record-as-present': { ...absence, value: state.value },
  'STATE_NOT_IN_ROOT-root-page-missing': { ...state, pages: state.pages.slice(1) },
  'STATE_NOT_IN_ROOT-last-page-missing': { ...state, pages: state.pages.slice(0, -1) },
  'STATE_NOT_IN_ROOT-another-block': { ...state, signed },
  'LEDGER_FORKED-path-of-another-height': { ...consistency, path: consistency.path.slice(1) },
  'LEDGER_FORKED-another-earlier-header': { ...consistency, earlier: await ledger.header(2) },
  'LEDGER_STALE-later-and-earlier-exchanged': {
    ...consistency,
    earlier: consistency.later,
    later: consistency.earlier,
  },
});
await ledger.close();
await remove();

function write(kind: string, vectors: Record<string, Json>): void {
  mkdirSync(`${folder}/${kind}`, { recursive: true });
  for (const [name, vector] of Object.entries(vectors)) {
    writeFileSync(`${folder}/${kind}/${name}.json`, canonical(vector));
  }
}
