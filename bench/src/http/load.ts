import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { LoadOrder, LoadRun } from './order.js';

const MAIN = fileURLToPath(new URL('./load-main.js', import.meta.url));

/** Runs the clients in a process of their own. */
export async function load(order: LoadOrder): Promise<LoadRun[]> {
  const child = spawn(process.execPath, [MAIN], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(order));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => void (text += part));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the clients ended with ${String(code)}`);
  return JSON.parse(text) as LoadRun[];
}
