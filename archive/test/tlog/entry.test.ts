import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { entryBytes, logEntry, readEntry, type LogEntry } from '../../src/tlog/index.js';

describe('the bytes of a log entry', () => {
  const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(toBase64url);
  const text = fc.oneof(
    digest,
    fc.constantFrom('', 'a', 'a/b', 'contract/concluded', 'A/b', 'a"b', 'a\n', 'd-1', '-d', 'x'.repeat(65)),
    fc.string({ maxLength: 44 }),
  );
  const entry = fc.record(
    {
      schema: fc.constantFrom(1, 1, 1, 2, '1'),
      kind: fc.oneof(fc.constant('contract/concluded'), text),
      id: fc.oneof(fc.constant('c-0001'), text),
      sm3: fc.oneof(digest, text),
      sha256: fc.oneof(digest, text),
      more: fc.constantFrom(1, undefined),
    },
    { requiredKeys: ['schema', 'kind', 'id', 'sm3'] },
  );

  it('are the canonical ones of what the schema accepts, and there are none of anything else', () => {
    let accepted = 0;
    fc.assert(
      fc.property(entry, (made) => {
        const parsed = logEntry.safeParse(made);
        if (!parsed.success) return void assert.throws(() => entryBytes(made as unknown as LogEntry));
        accepted++;
        const bytes = entryBytes(made as unknown as LogEntry);
        assert.deepEqual(bytes, canonicalBytes(parsed.data));
        assert.deepEqual(readEntry(bytes), parsed.data);
      }),
      { numRuns: 5000 },
    );
    assert.ok(accepted > 20);
  });
});
