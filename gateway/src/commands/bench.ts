import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

/** `renxin bench [NAME...]`: in a process of its own, so that nothing else is measured with it. */
export async function bench(args: string[]): Promise<number> {
  // The bench room stands beside this one and imports it, so it is started by name, not imported.
  const main = createRequire(import.meta.url).resolve('@renxin/bench/main');
  const child = spawn(process.execPath, [main, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
