import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the clients are told. */
export interface LoadOrder {
  readonly url: string;
  readonly authority: string;
  readonly data: string;
  readonly memory: string;
  /** The gateway's process. */
  readonly pid: number;
  /** Contracts that are concluded before anything is measured. */
  readonly warmUp: number;
  readonly runs: readonly { readonly clients: number; readonly contracts: number }[];
}

/** What one number of clients came to. */
export interface LoadRun {
  readonly clients: number;
  readonly contracts: number;
  readonly seconds: number;
  /** From the first call to CONCLUDED, of each contract, sorted. */
  readonly milliseconds: readonly number[];
  /** Blocks that the ledger gained. */
  readonly blocks: number;
  /** Processor time of the clients' process and of the gateway's, in milliseconds. */
  readonly clientCpu: number;
  readonly gatewayCpu?: number;
}

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
