import { execFile } from 'node:child_process';
import { NetworkError } from './network-error.js';

export interface Ran {
  readonly out: string;
  /** Fabric's programs write their log here. */
  readonly log: string;
}

/**
 * Runs one of Fabric's programs to its end. It sees none of the caller's `CORE_`, `ORDERER_` or `FABRIC_` variables.
 * @throws NetworkError FABRIC_COMMAND_FAILED with the program's last words; FABRIC_TIMEOUT
 */
export function runFabric(
  path: string,
  args: readonly string[],
  options: { readonly env?: Readonly<Record<string, string>>; readonly timeoutMs?: number } = {},
): Promise<Ran> {
  const { timeoutMs = 60_000 } = options;
  return new Promise((resolve, reject) => {
    execFile(
      path,
      args,
      { timeout: timeoutMs, killSignal: 'SIGKILL', env: cleanEnvironment(options.env), maxBuffer: 64 << 20 },
      (error, out, log) => {
        if (error === null) return resolve({ out, log });
        const command = [path.split('/').at(-1), ...args.slice(0, 3)].join(' ');
        if (error.killed === true) {
          return reject(new NetworkError('FABRIC_TIMEOUT', { command, after: `${timeoutMs} ms` }));
        }
        reject(new NetworkError('FABRIC_COMMAND_FAILED', { command, said: lastWords(`${out}\n${log}`) }));
      },
    );
  });
}

/** What a process of the network may know of ours. */
export function cleanEnvironment(more: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'TZ', 'LD_LIBRARY_PATH'];
  const own = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(own), ...more };
}

/** The end of a program's log without colours, at most 600 characters: where Fabric says why. */
export function lastWords(text: string): string {
  // eslint-disable-next-line no-control-regex
  const plain = text.replace(/\u001b\[[0-9;]*m/g, '').trim();
  const said = plain.split('\n').filter((line) => /error|fail|panic|fatal|not |denied|wrong/i.test(line));
  return (said.length > 0 ? said.slice(-3).join(' | ') : plain).slice(-600);
}
