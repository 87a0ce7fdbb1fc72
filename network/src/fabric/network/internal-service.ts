import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import type { OrganisationLayout } from './layout.js';

/** Asks an operations or administration service with the organisation's administrator's TLS certificate. */
export async function ask(
  place: OrganisationLayout,
  host: string,
  port: number,
  path: string,
  timeoutMs = 3000,
): Promise<{ status: number; text: string }> {
  const [ca, cert, key] = await Promise.all([
    readFile(place.tlsCaFile),
    readFile(place.admin.tls.certificateFile),
    readFile(place.admin.tls.keyFile),
  ]);
  return new Promise((resolve, reject) => {
    const asked = request({ host, port, path, ca, cert, key, timeout: timeoutMs, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.once('error', reject);
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(parts).toString('utf8') }),
      );
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', reject);
    asked.end();
  });
}

/** One value of the text format of Prometheus; `undefined` when the metric or its label is not there. */
export function metric(text: string, name: string, label = ''): number | undefined {
  for (const line of text.split('\n')) {
    if (!line.startsWith(name)) continue;
    const [what = '', value] = line.split(' ');
    if ((what === name || what.startsWith(`${name}{`)) && what.includes(label)) return Number(value);
  }
  return undefined;
}
