import assert from 'node:assert/strict';
import { logAnchor, logAnchorRules, witness } from '../../src/contracts/index.js';
import type { logMessages } from '../../src/messages/index.js';
import { LEDGER, signMessage, sm2Key } from '../world/keys.js';
import { refused } from '../world/memory-ledger.js';
import { digestOf, foundedFastWorld, type World } from '../world/world.js';

const LOG = 'province-44';
const ORIGIN = `${LEDGER}/logs/${LOG}`;

describe('log-anchor', () => {
  let world: World;
  const key = sm2Key('log of province-44');
  const next = sm2Key('next log of province-44');

  beforeEach(async () => {
    world = await foundedFastWorld();
  });

  const keys = (change: Partial<logMessages.LogKeys> = {}): logMessages.LogKeys => ({
    log: LOG,
    sequence: 1,
    hash: 'SHA-256',
    ed25519: digestOf('ed25519 of the log'),
    sm2: key.key,
    at: world.ledger.time,
    ...change,
  });

  const register = (body = keys(), by = body.log) =>
    world.ledger.submit(logAnchor.operations.register, {
      body,
      signature: signMessage(world.key(by), 'log-anchor/register', body),
    });

  const checkpoint = (size: number, root: string, by = key): logMessages.SignedCheckpoint => ({
    size,
    root: digestOf(root),
    signature: by.sign(logAnchorRules.checkpointText(ORIGIN, { size, root: digestOf(root), signature: '' })),
  });

  const anchoring = (sequence: number, signed: logMessages.SignedCheckpoint): logMessages.Anchoring => ({
    log: LOG,
    sequence,
    checkpoint: signed,
    note: digestOf(`note ${sequence}`),
    at: world.ledger.time,
  });

  const anchor = (body: logMessages.Anchoring, by = LOG) =>
    world.ledger.submit(logAnchor.operations.anchor, {
      body,
      signature: signMessage(world.key(by), 'log-anchor/anchor', body),
    });

  const alarm = (
    first: logMessages.SignedCheckpoint,
    second: logMessages.SignedCheckpoint,
    by = 'province-31',
  ) => {
    const body = { log: LOG, by, first, second, at: world.ledger.time };
    const signature = signMessage(world.key(by), 'log-anchor/alarm', body);
    return world.ledger.submit(logAnchor.operations.alarm, { body, signature });
  };

  const record = () => world.ledger.query(logAnchor.operations.log, { log: LOG });

  it('is signed over the text that others verify', () => {
    const root = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64').toString('base64url');
    const text = logAnchorRules.checkpointText('example.com/behind-the-sofa', {
      size: 20_852_163,
      root,
      signature: '',
    });
    assert.equal(
      new TextDecoder().decode(text),
      'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n',
    );
  });

  it('registers a log by its organisation, once', async () => {
    assert.deepEqual(await register(), { log: LOG, origin: ORIGIN });
    const before = await record();
    await register();
    assert.deepEqual(await record(), before);
    await refused(register(keys({ sm2: next.key })), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(register(keys({ sequence: 2, hash: 'SM3' })), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(register(keys(), 'province-31'), 'SIGNATURE_INVALID');
    await refused(world.ledger.query(logAnchor.operations.log, { log: 'province-31' }), 'LOG_UNKNOWN');
  });

  it('anchors checkpoints that grow, in sequence', async () => {
    await register();
    await anchor(anchoring(1, checkpoint(5, 'a')));
    const again = anchoring(1, checkpoint(5, 'a'));
    await anchor(again);
    await refused(anchor(anchoring(3, checkpoint(6, 'b'))), 'ANCHOR_OUT_OF_SEQUENCE');
    await anchor(anchoring(2, checkpoint(6, 'b')));
    const { latest } = await record();
    assert.deepEqual([latest?.sequence, latest?.checkpoint.size], [2, 6]);
  });

  it('refuses a log that was rolled back or rewritten at its size', async () => {
    await register();
    await anchor(anchoring(1, checkpoint(5, 'a')));
    await refused(anchor(anchoring(2, checkpoint(4, 'a'))), 'LOG_ROLLED_BACK');
    await refused(anchor(anchoring(2, checkpoint(5, 'b'))), 'LOG_FORKED');
    assert.equal((await record()).latest?.sequence, 1);
  });

  it('takes no checkpoint of another key, of a replaced one, or of another organisation’s word', async () => {
    await register();
    await refused(anchor(anchoring(1, checkpoint(5, 'a', sm2Key('thief')))), 'SIGNATURE_INVALID');
    await refused(anchor(anchoring(1, checkpoint(5, 'a')), 'province-31'), 'SIGNATURE_INVALID');
    await register(keys({ sequence: 2, sm2: next.key }));
    await refused(anchor(anchoring(1, checkpoint(5, 'a'))), 'SIGNATURE_INVALID');
    await anchor(anchoring(1, checkpoint(5, 'a', next)));
    const periods = (await record()).keys;
    assert.equal(periods[0]?.until, periods[1]?.from);
  });

  it('keeps an alarm for ever: no anchor and no new key after it', async () => {
    await register();
    await anchor(anchoring(1, checkpoint(5, 'a')));
    const [first, second] = [checkpoint(5, 'a'), checkpoint(5, 'b')];
    await alarm(first, second);
    const { fork } = await record();
    assert.deepEqual([fork?.first, fork?.second, fork?.by], [first, second, 'province-31']);
    await alarm(first, checkpoint(5, 'c'));
    assert.deepEqual((await record()).fork, fork);
    await refused(anchor(anchoring(2, checkpoint(6, 'b'))), 'LOG_FORKED');
    await refused(register(keys({ sequence: 2, sm2: next.key })), 'LOG_FORKED');
  });

  it('raises no alarm without the log’s own two signatures', async () => {
    await register();
    await refused(alarm(checkpoint(5, 'a'), checkpoint(5, 'a')), 'FORK_NOT_PROVEN');
    await refused(alarm(checkpoint(5, 'a'), checkpoint(6, 'b')), 'FORK_NOT_PROVEN');
    await refused(alarm(checkpoint(5, 'a'), checkpoint(5, 'b', sm2Key('thief'))), 'SIGNATURE_INVALID');
    assert.equal((await record()).fork, undefined);
    await register(keys({ sequence: 2, sm2: next.key }));
    await alarm(checkpoint(5, 'a'), checkpoint(5, 'b', next));
    assert.equal((await record()).fork?.second.size, 5, 'an old key’s word is the log’s word');
  });
});

describe('witness', () => {
  let world: World;
  beforeEach(async () => {
    world = await foundedFastWorld();
  });

  const register = (organisation: string, sequence = 1, change: Partial<logMessages.WitnessKey> = {}) => {
    const body = {
      organisation,
      sequence,
      ed25519: digestOf(`witness ${organisation} ${sequence}`),
      at: world.ledger.time,
      ...change,
    };
    const signature = signMessage(world.key(organisation), 'witness/register', body);
    return world.ledger.submit(witness.operations.register, { body, signature });
  };

  const decide = (
    policy: logMessages.WitnessPolicy,
    by: readonly string[] = ['ministry', 'province-44', 'province-31'],
  ) => {
    const approvals = by.map((id) => ({
      by: id,
      signature: signMessage(world.key(id), 'witness/decide', policy),
    }));
    return world.ledger.submit(witness.operations.decide, { ...policy, approvals });
  };

  it('registers a key, and another in its place', async () => {
    assert.deepEqual(await register('province-31'), {
      organisation: 'province-31',
      name: `${LEDGER}/witnesses/province-31`,
    });
    await register('province-31');
    await register('province-31', 2);
    const { keys } = await world.ledger.query(witness.operations.witness, { organisation: 'province-31' });
    assert.deepEqual([keys.length, keys[0]?.until], [2, keys[1]?.from]);
    await refused(register('province-31', 4), 'KEY_CHANGE_OUT_OF_SEQUENCE');
    await refused(register('province-31', 3, { ed25519: digestOf('witness province-31 1') }), 'KEY_IN_USE');
    await refused(
      world.ledger.query(witness.operations.witness, { organisation: 'province-44' }),
      'WITNESS_UNKNOWN',
    );
  });

  it('has a policy that the ministry and most provinces decided', async () => {
    await register('province-31');
    await register('province-44');
    const policy = { sequence: 1, quorum: 1, witnesses: ['province-31', 'province-44'] };
    await refused(world.ledger.query(witness.operations.policy, {}), 'WITNESS_UNKNOWN');
    await refused(decide(policy, ['ministry', 'province-44']), 'APPROVALS_MISSING');
    await decide(policy);
    await decide(policy);
    assert.equal((await world.ledger.query(witness.operations.policy, {})).quorum, 1);
    await refused(decide({ ...policy, quorum: 2 }), 'CHANGE_OUT_OF_SEQUENCE');
    await refused(decide({ ...policy, sequence: 2, quorum: 3 }), 'WITNESS_POLICY_INVALID');
    await refused(
      decide({ sequence: 2, quorum: 1, witnesses: ['province-31', 'province-31'] }),
      'WITNESS_POLICY_INVALID',
    );
    await refused(decide({ sequence: 2, quorum: 1, witnesses: ['court'] }), 'WITNESS_UNKNOWN');
    await decide({ ...policy, sequence: 2, quorum: 2 });
  });
});
