import { canonicalBytes, fromBase64url, toBase64url, type Json } from '@renxin/chaincode/canonical';
import { nativeProvider as provider } from '@renxin/seal/native';
import { pureProvider } from '@renxin/seal/pure';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import {
  acceptHeader,
  assertBelieved,
  fabricAnchor,
  fabricHeaderHash,
  ProofError,
  standBehind,
  verifyCommandProof,
  verifyConsistencyProof,
  verifyFabricCommandProof,
  verifyFabricStateProof,
  verifyStateProof,
  type EndorsedAction,
  type FabricAnchor,
  type FabricCommandProof,
  type FabricConsistencyProof,
  type FabricStateProof,
} from '../../src/proof/index.js';
import { proofError } from './proof-error.js';

/** Proofs of two real channels of one name with other keys, as recorded: five organisations with BFT, four with Raft. */
interface Channel {
  readonly anchor: FabricAnchor;
  readonly command: FabricCommandProof;
  readonly first: FabricCommandProof;
  readonly before: FabricStateProof;
  readonly state: FabricStateProof;
  readonly absence: FabricStateProof;
  readonly consistency: FabricConsistencyProof;
  readonly later: FabricConsistencyProof;
}

const bft = recorded('bft');
const raft = recorded('raft');

describe('proofs of a Fabric channel', () => {
  for (const [name, channel, majority] of [
    ['bft', bft, 3],
    ['raft', raft, 3],
  ] as const) {
    it(`hold as values and as bytes, natively and in the browser: ${name}`, () => {
      const { anchor } = channel;
      for (const by of [provider, pureProvider]) {
        for (const form of [(proof: Json) => proof, canonicalBytes]) {
          const command = verifyCommandProof(by, form(channel.command));
          assert.deepEqual(command.command.result, { value: 2 });
          assert.ok(command.command.index > 0);
          const { input, event } = command.command;
          assert.deepEqual(event, { name: 'counter-moved', payload: input });
          assert.equal(command.command.caller, 'gd');
          assert.equal(verifyStateProof(by, form(channel.absence)).value, null);
          const state = verifyStateProof(by, form(channel.state));
          assert.deepEqual(state.value, { value: 3 });
          for (const evidence of [command, state]) {
            assert.ok(evidence.kind === 'fabric');
            const { endorsers, orderers } = standBehind(by, anchor, evidence);
            assert.ok(endorsers.length >= majority);
            assert.ok(orderers.length >= (name === 'bft' ? 3 : 1));
          }
          const { earlier, later } = verifyConsistencyProof(by, form(channel.consistency));
          assert.equal(earlier.headerHash, anchor.genesis);
          assertBelieved(by, anchor, later);
        }
      }
    });

    it(`do not hold after any byte was changed: ${name}`, () => {
      const proofs = [
        [channel.command, (bytes: Uint8Array) => verifyCommandProof(provider, bytes), 13],
        [channel.state, (bytes: Uint8Array) => verifyStateProof(provider, bytes), 7],
        [channel.later, (bytes: Uint8Array) => verifyConsistencyProof(provider, bytes).later, 1],
      ] as const;
      for (const [proof, verify, step] of proofs) {
        const bytes = canonicalBytes(proof);
        for (let at = 0; at < bytes.length; at += step) {
          const changed = Uint8Array.from(bytes);
          changed[at] = bytes[at] === 0x41 ? 0x42 : 0x41;
          assert.throws(
            () => {
              const evidence = verify(changed);
              assertBelieved(provider, channel.anchor, evidence);
              // What a header before the later one was, the later one's hash alone says.
              assert.equal(evidence.headerHash, verify(bytes).headerHash);
              assert.fail(`byte ${at}`);
            },
            (error) => error instanceof ProofError,
          );
        }
      }
    });
  }

  it('say that a record was so at the time of the read, whatever header stands beside it', () => {
    const shown = verifyFabricStateProof(provider, { ...bft.before, signed: bft.state.signed });
    standBehind(provider, bft.anchor, shown);
    assert.deepEqual(shown.value, { value: 1 });
    assert.equal(shown.header.time, bft.before.time);
    assert.ok(shown.header.time < bft.command.command.time);
    assert.equal(shown.version?.block, bft.first.signed.header.height);
  });
});

describe('attacks on proofs of a Fabric channel', () => {
  it('refuses a transaction whose validity is hidden: COMMIT_NOT_SHOWN', () => {
    for (const committed of [bft.first.committed, bft.state.read, bft.absence.read]) {
      assert.throws(
        () => verifyFabricCommandProof(provider, { ...bft.command, committed }),
        proofError('COMMIT_NOT_SHOWN'),
      );
    }
  });

  it('refuses an envelope that was ordered a second time in another block: COMMIT_NOT_SHOWN', () => {
    const { header } = bft.first.signed;
    const moved = { ...header, height: header.height + 1, previous: fabricHeaderHash(provider, header) };
    assert.throws(
      () =>
        verifyFabricCommandProof(provider, { ...bft.first, signed: { ...bft.first.signed, header: moved } }),
      proofError('COMMIT_NOT_SHOWN'),
    );
    const envelopes = [...bft.first.envelopes, ...bft.first.envelopes];
    const data = dataOf(envelopes);
    const twice = { ...bft.first.signed, header: { ...header, data } };
    assert.throws(
      () => verifyFabricCommandProof(provider, { ...bft.first, envelopes, transaction: 1, signed: twice }),
      proofError('COMMIT_NOT_SHOWN'),
    );
    // The first of the two is the one that was valid, but nobody signed such a block.
    const copy = verifyFabricCommandProof(provider, { ...bft.first, envelopes, signed: twice });
    assert.throws(() => standBehind(provider, bft.anchor, copy), proofError('HEADER_SIGNATURE'));
  });

  it('refuses an old state as current: another time, another value, a header from before', () => {
    const { time, signed } = bft.state;
    for (const [proof, code] of [
      [{ ...bft.before, time }, 'STATE_NOT_IN_ROOT'],
      [{ ...bft.before, value: bft.state.value }, 'STATE_NOT_IN_ROOT'],
      [{ ...bft.state, value: null }, 'STATE_NOT_IN_ROOT'],
      [{ ...bft.absence, id: 'a', signed }, 'STATE_NOT_IN_ROOT'],
      [{ ...bft.state, signed: bft.first.signed }, 'LEDGER_STALE'],
    ] as const) {
      assert.throws(() => verifyFabricStateProof(provider, proof), proofError(code));
    }
  });

  it('counts an organisation once, however often it endorsed: ENDORSEMENTS_TOO_FEW', () => {
    const one = (action: EndorsedAction) => {
      const [only] = action.endorsements;
      assert.ok(only !== undefined);
      return { ...action, endorsements: [only, only, only, only, only] };
    };
    const state = verifyFabricStateProof(provider, { ...bft.state, read: one(bft.state.read) });
    const command = verifyFabricCommandProof(provider, {
      ...bft.command,
      committed: one(bft.command.committed),
    });
    for (const evidence of [state, command]) {
      assert.throws(() => standBehind(provider, bft.anchor, evidence), proofError('ENDORSEMENTS_TOO_FEW'));
    }
  });

  it('refuses an endorsement of something else: ENDORSEMENT_SIGNATURE', () => {
    const { endorsements } = bft.before.read;
    const read = { ...bft.state.read, endorsements };
    assert.throws(
      () => verifyFabricStateProof(provider, { ...bft.state, read }),
      proofError('ENDORSEMENT_SIGNATURE'),
    );
  });

  it('refuses a block of another channel of the same name', () => {
    const { anchor } = bft;
    const foreign = [
      verifyCommandProof(provider, raft.command),
      verifyStateProof(provider, raft.state),
      verifyConsistencyProof(provider, raft.later).later,
    ];
    for (const evidence of foreign) {
      assert.throws(() => assertBelieved(provider, anchor, evidence), ProofError);
    }
    // Even with its consensus: none of its orderers is known.
    const asRaft = { ...anchor, consensus: 'raft' as const };
    for (const evidence of foreign) {
      assert.throws(() => assertBelieved(provider, asRaft, evidence), proofError('ORDERERS_TOO_FEW'));
    }
    // Its orderers believed, but the organisations are others.
    const ordered = { ...asRaft, orderers: raft.anchor.orderers };
    assert.throws(
      () => assertBelieved(provider, ordered, verifyStateProof(provider, raft.state)),
      proofError('ENDORSER_UNKNOWN'),
    );
    assert.throws(
      () =>
        verifyFabricCommandProof(provider, {
          ...bft.command,
          signed: { ...bft.command.signed, header: { ...bft.command.signed.header, ledger: 'another' } },
        }),
      proofError('LEDGER_OTHER'),
    );
  });

  it('asks for a quorum of orderers, each counted once: ORDERERS_TOO_FEW', () => {
    const { header, metadata } = bft.command.signed;
    const [value, ...signatures] = fieldsOf(bytesOf(metadata));
    assert.ok(value !== undefined && signatures.length === 3);
    const [first, second] = signatures;
    assert.ok(first !== undefined && second !== undefined);
    for (const kept of [[], [first], [first, second], [first, first, first], [first, second, second]]) {
      const fewer = toBase64url(Buffer.concat([value, ...kept]));
      const evidence = verifyFabricCommandProof(provider, {
        ...bft.command,
        signed: { header, metadata: fewer },
      });
      assert.throws(() => standBehind(provider, bft.anchor, evidence), proofError('ORDERERS_TOO_FEW'));
    }
  });

  it('asks for a majority of the organisations of the anchor that stood at the block', () => {
    const evidence = verifyFabricCommandProof(provider, bft.command);
    const [root] = bft.anchor.organisations;
    assert.ok(root !== undefined);
    const more = ['a1', 'a2', 'a3', 'a4', 'a5'].map((id) => ({ ...root, id }));
    const larger = (span: object) =>
      fabricAnchor.parse({
        ...bft.anchor,
        organisations: [...bft.anchor.organisations, ...more.map((each) => ({ ...each, ...span }))],
      });
    assert.throws(() => standBehind(provider, larger({}), evidence), proofError('ENDORSEMENTS_TOO_FEW'));
    const { height } = bft.command.signed.header;
    standBehind(provider, larger({ from: height + 1 }), evidence);
    standBehind(provider, larger({ until: height }), evidence);
    const swapped = {
      ...bft.anchor,
      organisations: bft.anchor.organisations.map((each, i) => ({
        ...each,
        roots: bft.anchor.organisations[(i + 1) % 5]?.roots ?? [],
      })),
    };
    assert.throws(() => standBehind(provider, swapped, evidence), proofError('ENDORSER_UNKNOWN'));
  });

  it('cuts a block into its envelopes in one way only', () => {
    const bytes = bytesOf(bft.command.envelopes[0] ?? '');
    const halves = [bytes.subarray(0, 100), bytes.subarray(100)].map(toBase64url);
    for (const envelopes of [halves, [...bft.command.envelopes, toBase64url(new Uint8Array([10, 0]))]]) {
      assert.throws(
        () => verifyFabricCommandProof(provider, { ...bft.command, envelopes }),
        proofError('PROOF_FORMAT'),
      );
    }
    const joined = [...bft.command.envelopes, ...bft.first.envelopes].map(bytesOf);
    assert.throws(
      () =>
        verifyFabricCommandProof(provider, {
          ...bft.command,
          envelopes: [toBase64url(Buffer.concat(joined))],
        }),
      proofError('PROOF_FORMAT'),
    );
  });

  it('keeps headers of one history: LEDGER_FORKED, LEDGER_STALE, LEDGER_OTHER', () => {
    const { anchor } = bft;
    const kept = acceptHeader(provider, anchor, undefined, bft.consistency);
    assert.equal(kept.header.height, bft.consistency.later.header.height);
    const stale = { ...bft.consistency, between: bft.consistency.between.slice(0, -1) };
    assert.throws(() => verifyConsistencyProof(provider, stale), proofError('LEDGER_FORKED'));
    const swapped = { ...bft.consistency, between: [...bft.consistency.between].reverse() };
    assert.throws(() => verifyConsistencyProof(provider, swapped), proofError('LEDGER_FORKED'));
    const older = {
      ...bft.consistency,
      between: [],
      later: { header: bft.consistency.earlier.header, metadata: '' },
    };
    assert.throws(() => acceptHeader(provider, anchor, kept, older), proofError('LEDGER_STALE'));
    assert.throws(() => acceptHeader(provider, anchor, kept, bft.consistency), proofError('LEDGER_FORKED'));
    assert.throws(() => acceptHeader(provider, anchor, undefined, raft.consistency), ProofError);
    const { header } = bft.consistency.earlier;
    const other = { ...header, data: raft.consistency.earlier.header.data };
    assert.throws(
      () =>
        acceptHeader(provider, anchor, undefined, {
          ...older,
          earlier: { header: other },
          later: { header: other, metadata: '' },
        }),
      proofError('LEDGER_FORKED'),
    );
    assert.throws(() => acceptHeader(provider, [], undefined, bft.consistency), proofError('LEDGER_OTHER'));
  });
});

function recorded(name: string): Channel {
  const read = <T>(file: string): T =>
    JSON.parse(
      readFileSync(new URL(`../../../test/vectors/fabric/${name}/${file}.json`, import.meta.url), 'utf8'),
    ) as T;
  return {
    anchor: fabricAnchor.parse(read('anchor')),
    command: read('command'),
    first: read('command-first'),
    before: read('state-before'),
    state: read('state'),
    absence: read('absence'),
    consistency: read('consistency'),
    later: read('consistency-later'),
  };
}

function bytesOf(text: string): Uint8Array {
  return fromBase64url(text) ?? assert.fail('base64url');
}

function dataOf(envelopes: readonly string[]): string {
  return toBase64url(provider.hash('SHA-256', ...envelopes.map(bytesOf)));
}

/** The fields of a message, each with its tag and length. */
function fieldsOf(message: Uint8Array): Uint8Array[] {
  const fields: Uint8Array[] = [];
  for (let at = 0; at < message.length;) {
    let [length, shift, next] = [0, 0, at + 1];
    for (;;) {
      const byte = message[next++] ?? 0;
      length += (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) break;
    }
    fields.push(message.subarray(at, next + length));
    at = next + length;
  }
  return fields;
}
