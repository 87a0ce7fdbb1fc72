import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** The bench room stands beside this one and imports it, so it is started by name, not imported. */
const MAIN = createRequire(import.meta.url).resolve('@renxin/bench/main');

/** `renxin bench [NAME...]`: in a process of its own, so that nothing else is measured with it. */
export async function bench(args: string[]): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
