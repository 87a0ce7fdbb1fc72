import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/**
 * Whether the kernel's clock is kept by a time service (the state that adjtimex(2) reports, through systemd's timedatectl);
 * undefined where nobody says.
 */
export async function systemSynchronised(): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return undefined;
  // Without systemd the program waits for a bus that never answers.
  const name = await readFile('/proc/1/comm', 'utf8').catch(() => '');
  if (name.trim() !== 'systemd') return undefined;
  return new Promise((resolve) => {
    const args = ['show', '--property=NTPSynchronized', '--value'];
    execFile('timedatectl', args, { timeout: 2_000 }, (error, stdout) => {
      const said = stdout.trim();
      resolve(error !== null || (said !== 'yes' && said !== 'no') ? undefined : said === 'yes');
    });
  });
}
