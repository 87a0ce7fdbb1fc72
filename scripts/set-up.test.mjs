import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './tree/rooms.mjs';

/** The set-up scripts on a small tree of their own, with an npm and a tsc that write down when they are called. */
describe('the set-up', function () {
  this.timeout(30_000);
  let tree;
  beforeEach(() => {
    tree = mkdtempSync(join(tmpdir(), 'renxin-set-up-'));
    cpSync(join(root, 'scripts'), join(tree, 'scripts'), { recursive: true });
    write('package.json', '{}');
    write('tsconfig.json', '{}');
    write('tsconfig.base.json', '{}');
    write('package-lock.json', lock('1.0.0'));
    write('chaincode/package.json', '{}');
    write('chaincode/tsconfig.json', '{}');
    write('chaincode/src/a.ts', 'export {};');
    write('chaincode/src/b.ts', 'export {};');
    write('npm.js', npm);
    write('tsc.js', tsc);
  });
  afterEach(() => rmSync(tree, { recursive: true }));

  it('installs and builds once, then does nothing and says nothing', async () => {
    const first = await build();
    assert.equal(first.code, 0);
    assert.deepEqual(calls(), ['npm ci', 'tsc --build']);
    const second = await build();
    assert.deepEqual(second, { code: 0, out: '', err: '' });
    assert.deepEqual(calls(), ['npm ci', 'tsc --build']);
  });

  it('keeps standard output clean', async () => assert.equal((await build()).out, ''));

  it('builds again, without installing, when a source changed, came or went, and removes what a gone one left', async () => {
    await build();
    write('chaincode/src/a.ts', 'export const a = 1;');
    await build();
    write('chaincode/src/c.ts', 'export {};');
    await build();
    assert.ok(existsSync(join(tree, 'chaincode/dist/src/b.js')));
    rmSync(join(tree, 'chaincode/src/b.ts'));
    await build();
    assert.ok(!existsSync(join(tree, 'chaincode/dist/src/b.js')));
    assert.deepEqual(calls(), ['npm ci', ...Array(4).fill('tsc --build')]);
  });

  it('builds again when the output is gone', async () => {
    await build();
    rmSync(join(tree, 'chaincode/dist'), { recursive: true });
    await build();
    assert.deepEqual(calls(), ['npm ci', 'tsc --build', 'tsc --build']);
  });

  it('builds again after a failed build, with its exit code', async () => {
    write('chaincode/src/a.ts', 'WRONG');
    assert.equal((await build()).code, 2);
    write('chaincode/src/a.ts', 'export {};');
    assert.equal((await build()).code, 0);
    assert.deepEqual(calls(), ['npm ci', 'tsc --build', 'tsc --build']);
  });

  it('installs again when the lock file changed', async () => {
    await build();
    write('package-lock.json', lock('2.0.0'));
    await build();
    assert.deepEqual(calls(), ['npm ci', 'tsc --build', 'npm ci', 'tsc --build']);
  });

  it('does not install what somebody installed by hand already', async () => {
    await build();
    write('package-lock.json', lock('2.0.0'));
    write('node_modules/.package-lock.json', lock('2.0.0'));
    await build();
    assert.deepEqual(calls(), ['npm ci', 'tsc --build', 'tsc --build']);
  });

  it('installs again for another major version of Node', async () => {
    await build();
    const stamp = join(tree, 'node_modules/.renxin-install');
    writeFileSync(stamp, readFileSync(stamp, 'utf8').replace(/node-\d+/, 'node-18'));
    await build();
    assert.deepEqual(calls(), ['npm ci', 'tsc --build', 'npm ci']);
  });

  it('says in both languages that installing failed', async () => {
    const { code, err } = await build({ NPM_FAILS: '1' });
    assert.equal(code, 1);
    assert.match(err, /依赖安装失败/);
    assert.match(err, /Installing packages failed \(npm ci ended with 7\)/);
    assert.deepEqual(calls(), ['npm ci']);
  });

  it('installs and builds once when two are started together', async () => {
    const both = await Promise.all([build(), build()]);
    assert.deepEqual(
      both.map(({ code }) => code),
      [0, 0],
    );
    assert.deepEqual(calls(), ['npm ci', 'tsc --build']);
  });

  it('takes over the lock of a process that died', async () => {
    write('.cache/set-up.lock', '999999999');
    assert.equal((await build()).code, 0);
  });

  function write(path, text) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
    // Tests write faster than a file system's clock may tick.
    if (path.includes('/src/'))
      utimesSync(join(tree, path), new Date(), new Date(Date.now() + ticks++ * 1000));
  }

  function calls() {
    return readFileSync(join(tree, 'calls'), 'utf8').trim().split('\n');
  }

  function build(env = {}) {
    const npm = { npm_execpath: join(tree, 'npm.js') };
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(tree, 'scripts/build.mjs')],
        { env: { ...process.env, ...npm, ...env } },
        (error, out, err) => resolve({ code: error?.code ?? 0, out, err }),
      );
    });
  }
});

let ticks = 0;

const lock = (version) => JSON.stringify({ packages: { '': {}, 'node_modules/typescript': { version } } });

const npm = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'npm ' + process.argv[2] + '\\n');
console.log('noise');
if (process.env.NPM_FAILS) process.exit(7);
fs.mkdirSync('node_modules/typescript/bin', { recursive: true });
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
fs.copyFileSync('tsc.js', 'node_modules/typescript/bin/tsc');
`;

const tsc = `
const fs = require('node:fs');
fs.appendFileSync('calls', 'tsc ' + process.argv[2] + '\\n');
fs.mkdirSync('chaincode/dist/src', { recursive: true });
for (const file of fs.readdirSync('chaincode/src')) {
  if (fs.readFileSync('chaincode/src/' + file, 'utf8') === 'WRONG') process.exit(2);
  fs.writeFileSync('chaincode/dist/src/' + file.replace('.ts', '.js'), '');
}
fs.writeFileSync('chaincode/dist/.tsbuildinfo', '');
`;
