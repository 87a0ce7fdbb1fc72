import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * When a process began, as a text that only it has together with its number; `undefined` when there is none. A number
 * alone is given again to others, and `down` must stop nobody else's process.
 */
export async function beginningOf(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (stat !== undefined) {
    // After the name in brackets, which may hold anything: the state and, 19 further on, the start in clock ticks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : `${await boot()}/${fields[19]}`;
  }
  if (process.platform === 'linux') return undefined;
  return new Promise((resolve) => {
    execFile('ps', ['-o', 'lstart=', '-p', String(pid)], (error, out) =>
      resolve(error === null && out.trim() !== '' ? out.trim() : undefined),
    );
  });
}

/** Resident memory in bytes; `undefined` where the system does not say. */
export async function residentBytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

async function boot(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}
