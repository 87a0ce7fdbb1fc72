import assert from 'node:assert/strict';
import { schema } from '../../src/contracts/index.js';
import type { schemaMessages as messages } from '../../src/messages/index.js';
import { signMessage } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { digestOf, foundedFastWorld, type World } from '../world/world.js';

const { operations } = schema;
const TITLE = 'professional-title';
const LEVEL = 'vocational-skill-level';

const version = (type: string, number: number): messages.EditedSchema => ({
  schema: digestOf(`${type} ${String(number)}`),
  type,
  version: number,
});

function register(world: World, schemas: messages.EditedSchema[], by = 'ministry', signer = by) {
  const body = { by, schemas, at: world.ledger.time };
  const signature = signMessage(world.key(signer), 'schema/register', body);
  return world.ledger.submit(operations.register, { body, signature });
}

function retire(world: World, type: string, number: number, by = 'ministry', reason = 'replaced') {
  const body = { schema: version(type, number).schema, by, reason, at: world.ledger.time };
  const signature = signMessage(world.key(by), 'schema/retire', body);
  return world.ledger.submit(operations.retire, { body, signature });
}

async function all(world: World, asOf?: string) {
  const answer = await world.ledger.query(operations.schemas, {
    limit: 100,
    ...(asOf !== undefined && { asOf }),
  });
  return answer.schemas.map(({ registered, superseded, retired }) => [
    `${registered.type} ${String(registered.version)}`,
    superseded !== undefined,
    retired !== undefined,
  ]);
}

describe('schema registry', () => {
  it('keeps editions, the latest first; the next version supersedes the one before', async () => {
    const world = await foundedFastWorld();
    const done = await register(world, [version(TITLE, 1), version(LEVEL, 1)]);
    const then = world.ledger.time;
    world.ledger.pass(1000);
    assert.deepEqual(await register(world, [version(TITLE, 1), version(LEVEL, 1)]), done);
    await register(world, [version(TITLE, 2)]);
    assert.deepEqual(await all(world), [
      [`${TITLE} 2`, false, false],
      [`${LEVEL} 1`, false, false],
      [`${TITLE} 1`, true, false],
    ]);
    assert.deepEqual(await all(world, then), [
      [`${LEVEL} 1`, false, false],
      [`${TITLE} 1`, false, false],
    ]);
    assert.deepEqual(await all(world, '2020-01-01T00:00:00.000Z'), []);
    const record = await world.ledger.query(operations.schema, { schema: version(TITLE, 1).schema });
    assert.equal(record.superseded?.by, version(TITLE, 2).schema);
    const paged = await world.ledger.query(operations.schemas, { limit: 2 });
    assert.deepEqual([paged.schemas.length, paged.next], [2, version(TITLE, 1).schema]);
    const rest = await world.ledger.query(operations.schemas, { from: paged.next!, limit: 2 });
    assert.deepEqual([rest.schemas.length, rest.next], [1, undefined]);
  });

  it('takes no version twice, none left out, and no schema under two names', async () => {
    const world = await foundedFastWorld();
    await refused(register(world, [version(TITLE, 2)]), 'SCHEMA_VERSION');
    await register(world, [version(TITLE, 1)]);
    await refused(register(world, [{ ...version(TITLE, 1), version: 2 }]), 'SCHEMA_EXISTS');
    await refused(register(world, [version(LEVEL, 1), version(TITLE, 3)]), 'SCHEMA_VERSION');
    await refused(register(world, [{ ...version(TITLE, 9), version: 1 }]), 'SCHEMA_VERSION');
    assert.equal((await all(world)).length, 1, 'nothing of a refused edition stays');
    await refused(
      world.ledger.query(operations.schema, { schema: version(LEVEL, 1).schema }),
      'SCHEMA_NOT_REGISTERED',
    );
  });

  it('is written by the ministry and the provinces, each its own types', async () => {
    const world = await foundedFastWorld();
    await refused(register(world, [version(TITLE, 1)], 'assessor'), 'NOT_ENTITLED');
    await refused(register(world, [version(TITLE, 1)], 'ministry', 'province-44'), 'SIGNATURE_INVALID');
    await register(world, [version(TITLE, 1)], 'province-44');
    await refused(register(world, [version(TITLE, 2)], 'province-31'), 'NOT_ENTITLED');
    await register(world, [version(TITLE, 2)]);
    await refused(register(world, [version(TITLE, 3)], 'province-44'), 'NOT_ENTITLED');
  });

  it('retires by who registered it or the ministry, once', async () => {
    const world = await foundedFastWorld();
    await refused(retire(world, TITLE, 1), 'SCHEMA_NOT_REGISTERED');
    await register(world, [version(TITLE, 1)], 'province-44');
    await refused(retire(world, TITLE, 1, 'province-31'), 'NOT_ENTITLED');
    const done = await retire(world, TITLE, 1, 'province-44');
    assert.deepEqual(await retire(world, TITLE, 1, 'province-44'), done);
    await refused(retire(world, TITLE, 1), 'SCHEMA_RETIRED');
    assert.deepEqual(await all(world), [[`${TITLE} 1`, false, true]]);
  });
});
