import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { ConfigError, loadConfig } from '../src/config.js';

describe('configuration', () => {
  it('has a default for everything and is frozen', () => {
    const config = loadConfig({ PATH: '/bin', RENXIN_PORT: undefined });
    assert.deepEqual(config, {
      host: '127.0.0.1',
      port: 8080,
      clock: 'any',
      data: resolve('data'),
      logLevel: 'info',
      ledger: { kind: 'embedded' },
    });
    assert.ok(Object.isFrozen(config) && Object.isFrozen(config.ledger));
  });

  it('reads what the environment says', () => {
    const env = {
      RENXIN_HOST: '::1',
      RENXIN_PORT: '0',
      RENXIN_DATA: '/var/lib/renxin',
      RENXIN_LOG_LEVEL: 'silent',
      RENXIN_PUBLIC_URL: 'https://renxin.example/base',
      RENXIN_LEDGER: 'embedded',
    };
    const { host, port, data, logLevel, publicUrl } = loadConfig(env);
    assert.deepEqual(
      [host, port, data, logLevel, publicUrl],
      ['::1', 0, '/var/lib/renxin', 'silent', 'https://renxin.example/base'],
    );
  });

  it('names everything that is wrong at once, without the values', () => {
    const env = {
      RENXIN_PORT: '70000',
      RENXIN_HOST: 'secret-host',
      RENXIN_DATA: '',
      RENXIN_LEDGER: 'paper',
      RENXIN_PUBLIC_URL: 'https://renxin.example/',
      RENXIN_PRT: '1',
      RENXIN_TOKEN_KEY: 'secret',
    };
    assert.throws(
      () => loadConfig(env),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.problems.map(({ variable, problem }) => `${variable} ${problem}`).toSorted(), [
          'RENXIN_DATA invalid',
          'RENXIN_HOST invalid',
          'RENXIN_LEDGER invalid',
          'RENXIN_PORT invalid',
          'RENXIN_PRT unknown',
          'RENXIN_PUBLIC_URL invalid',
          'RENXIN_TOKEN_KEY unknown',
        ]);
        assert.doesNotMatch(error.message, /secret|70000/);
        return true;
      },
    );
  });

  it('asks for the connection and the anchor of a Fabric network, and for nothing else', () => {
    const fabric = { RENXIN_LEDGER: 'fabric', RENXIN_FABRIC_CONNECTION: 'net/gd.json' };
    const { ledger } = loadConfig({ ...fabric, RENXIN_FABRIC_ANCHOR: '/net/anchor.json' });
    assert.deepEqual(ledger, {
      kind: 'fabric',
      connection: resolve('net/gd.json'),
      anchor: '/net/anchor.json',
    });
    assert.ok(Object.isFrozen(ledger));
    const problems = (env: Record<string, string>) => {
      try {
        loadConfig(env);
      } catch (error) {
        return (error as ConfigError).message;
      }
      return 'none';
    };
    assert.equal(problems(fabric), 'RENXIN_FABRIC_ANCHOR: missing');
    assert.equal(problems({ ...fabric, RENXIN_LEDGER: 'embedded' }), 'RENXIN_FABRIC_CONNECTION: needless');
  });

  it('takes ports as plain digits only', () => {
    for (const port of ['', ' 80', '8e1', '0x50', '-1', '8080.0', '1e999'])
      assert.throws(() => loadConfig({ RENXIN_PORT: port }), ConfigError, port);
  });
});
