import { canonicalBytes, parseCanonical, toBase64url } from '@renxin/chaincode/canonical';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { renxinContext } from '../../src/context/index.js';
import { namedSchemas, schemaOf } from '../../src/schema/index.js';

const vector = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/vectors/credential-types/${name}`, import.meta.url));
const page = readFileSync(new URL('../../../../docs/formats/credential-types.md', import.meta.url), 'utf8');

describe('schemas of credentials', () => {
  for (const { definition, bytes, sm3, sha256, reference } of namedSchemas()) {
    const { word, version } = definition;
    it(`never change once they have a name: ${word} ${String(version)}`, () => {
      const kept = vector(`${word}.${String(version)}.json`);
      assert.ok(kept.equals(bytes));
      assert.ok(Buffer.from(canonicalBytes(parseCanonical(bytes))).equals(bytes));
      assert.equal(sm3, toBase64url(createHash('sm3').update(kept).digest()));
      assert.equal(sha256, toBase64url(createHash('sha256').update(kept).digest()));
      assert.equal(reference.digestSRI, `sha256-${createHash('sha256').update(kept).digest('base64')}`);
      assert.ok(reference.id.endsWith(`:sm3:${sm3}`));
      assert.ok(page.includes(sm3) && page.includes(sha256), 'not on its page');
    });
  }

  it('are found by their word', () => {
    assert.equal(schemaOf('vocational-skill-level').definition.type, 'VocationalSkillLevel');
    assert.throws(() => schemaOf('made-up'), RangeError);
  });

  it('have their terms in our context, which never changes either', () => {
    assert.ok(vector('context.json').equals(renxinContext()));
  });
});
