import assert from 'node:assert/strict';
import { CredentialError } from '../../src/credential/index.js';
import {
  isMessageEntry,
  LEAST_BITS,
  messageOf,
  StatusBits,
  type StatusList,
} from '../../src/status/index.js';

const URL = 'https://gd.example/status-lists/1/message';
const ISSUER = 'did:renxin:test:province-44';
const messages = ['valid', 'in review', 'renewed', 'withdrawn'].map((message, i) => ({
  status: `0x${String(i)}`,
  message,
}));
const entry = {
  type: 'BitstringStatusListEntry',
  statusPurpose: 'message',
  statusListIndex: '7',
  statusListCredential: URL,
  statusSize: 2,
  statusMessage: messages,
};

/** A list whose entry 7 of two bits has this value. */
function list(value: number, changes: Partial<StatusList> = {}): StatusList {
  const bits = new StatusBits(2 * LEAST_BITS);
  bits.setValue(7, 2, value);
  const said = { id: URL, issuer: ISSUER, purposes: ['message'], bits, proofs: [] };
  return { ...said, validFrom: '2026-03-01T00:00:00Z', ...changes };
}

function codeOf(value: unknown, of: StatusList = list(0), issuers = [ISSUER]): string {
  try {
    return messageOf(value, of, issuers);
  } catch (error) {
    if (error instanceof CredentialError) return error.code;
    throw error;
  }
}

describe('a status of purpose message', () => {
  it('is the message of the value that its bits have', () => {
    assert.ok(isMessageEntry(entry) && !isMessageEntry({ ...entry, statusPurpose: 'revocation' }));
    messages.forEach(({ message }, value) => assert.equal(codeOf(entry, list(value)), message));
    const { statusSize: _size, ...one } = { ...entry, statusMessage: messages.slice(0, 2) };
    assert.equal(codeOf({ ...one, statusListIndex: '14' }, list(2)), 'in review');
  });

  it('has one message for each value: CREDENTIAL_MALFORMED', () => {
    for (const wrong of [
      { statusMessage: messages.slice(0, 3) },
      { statusMessage: [...messages.slice(0, 3), messages[0]] },
      { statusSize: 1 },
      { statusSize: 0 },
      { statusSize: 9 },
      { statusSize: 3 },
      { statusMessage: [...messages.slice(0, 3), { ...messages[3], status: '0x4' }] },
      { statusMessage: [...messages.slice(0, 3), { ...messages[3], status: '3' }] },
      { statusReference: 'no url' },
      { statusMessage: undefined },
      { statusListIndex: 7 },
    ])
      assert.equal(codeOf({ ...entry, ...wrong }), 'CREDENTIAL_MALFORMED', JSON.stringify(wrong));
  });

  it('is of its list, by its issuer, within it', () => {
    assert.equal(codeOf(entry, list(0), []), 'STATUS_LIST_ISSUER');
    assert.equal(codeOf(entry, list(0, { id: `${URL}2` })), 'STATUS_LIST_INVALID');
    assert.equal(codeOf(entry, list(0, { purposes: ['revocation'] })), 'STATUS_PURPOSE_MISMATCH');
    assert.equal(codeOf({ ...entry, statusListIndex: '131072' }), 'STATUS_INDEX_OUT_OF_RANGE');
    const short = list(0, { bits: new StatusBits(2 * LEAST_BITS - 8) });
    assert.equal(codeOf(entry, short), 'STATUS_LIST_INVALID');
  });
});
