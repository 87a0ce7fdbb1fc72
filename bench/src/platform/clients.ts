import { spawn } from 'node:child_process';

/** Runs the clients of a measurement in a process of their own: it takes its order on standard input and prints its runs. */
export async function runClients<Order, Run>(main: string, order: Order): Promise<Run[]> {
  const child = spawn(process.execPath, [main], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(JSON.stringify(order));
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => void (text += part));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`the clients ended with ${String(code)}`);
  return JSON.parse(text) as Run[];
}
