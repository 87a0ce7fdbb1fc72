import { spawn } from 'node:child_process';

/** `npm run races -w gateway`: ten thousand races of a revocation against fetches, instead of the few of every test run. */
const child = spawn('npx', ['mocha', 'dist/test/consent/race.test.js'], {
  cwd: new URL('../../', import.meta.url),
  env: { ...process.env, RENXIN_RACES: process.env.RENXIN_RACES ?? '10000' },
  stdio: 'inherit',
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
