import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../../bench/dist/src/main.js', import.meta.url));

/** `renxin bench [NAME...]`: in a process of its own, so that nothing else is measured with it. */
export async function bench(args: string[]): Promise<number> {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
