import { loadConfig } from '@renxin/gateway/config';
import { assessor, guangdong, Seeded, syntheticPerson } from '@renxin/gateway/demonstration';
import { start } from '@renxin/gateway/serve';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import { importRows, importView, type ImportView } from '@renxin/wallets/api';
import { GatewayClient } from '@renxin/wallets/client';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { inTurns } from '../turns.js';
import type { BulkOrder, BulkRun, Spent } from './order.js';

/** A platform that issues a file of certificates in bulk, in a process of its own; its official speaks HTTP. */

const PATH = '/api/v1/e-certificates/imports';
const TYPE = 'vocational-skill-level';
const order = JSON.parse(readFileSync(0, 'utf8')) as BulkOrder;

const running = await start(
  loadConfig({ RENXIN_DATA: order.data, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'error' }),
);
const { composed } = running;
const id = `${guangdong.id}-bulk`;
const years = { from: '2024-01-01', until: '2035-12-31' };
await composed.accredit({ id, organisation: guangdong.id, type: TYPE, regions: ['44'], ...years });
const official = new GatewayClient({
  baseUrl: `${running.url}/orgs/${guangdong.id}`,
  ledger: composed.ledger.name,
  identifier: guangdong.id,
  signer: composed.signerOf(guangdong.id),
  clock: () => new Date(),
});
const services = composed.composition.organisations.find((each) => each.id === guangdong.id)?.services;

await issue(500, 0); // warms up
const run = await issue(order.certificates, 500);
process.stdout.write(JSON.stringify([run]));
await running.close();
process.exit(0);

async function issue(count: number, from: number): Promise<BulkRun> {
  const file = fileOf(count, from);
  const validating = spending();
  const taken = await official.postBytes(`${PATH}?type=${TYPE}`, 'certificate', file, importView, 'text/csv');
  const name = taken.import;
  await until(name, 'validated');
  const validation = validating();
  const resident = process.memoryUsage.rss();
  let most = resident;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 200);
  const issuing = spending();
  await official.post(`${PATH}/${name}/issue`, 'certificate', { rows: count }, importView);
  await until(name, 'done');
  await untilLogged(name, count);
  const spent = issuing();
  clearInterval(watch);
  const signatures = await costOfSignatures();
  return {
    issued: count,
    validation,
    issuing: spent,
    signatures,
    resident: resident / 1e6,
    most: most / 1e6,
  };
}

async function until(name: string, state: ImportView['state']): Promise<void> {
  for (;;) {
    const view = await official.get(`${PATH}/${name}`, 'certificate', importView);
    if (view.state === state) return;
    if (view.state === 'failed') throw new Error(view.code);
    await setTimeout(100);
  }
}

/** The last certificates come last: their batches were committed after all others. */
async function untilLogged(name: string, count: number): Promise<void> {
  const path = `${PATH}/${name}/rows?after=${String(Math.max(0, count - 512))}&limit=1000`;
  const { rows } = await official.get(path, 'certificate', importRows);
  for (const { certificate } of rows)
    while (certificate !== undefined && !(await isLogged(certificate))) await setTimeout(20);
}

async function isLogged(certificate: string): Promise<boolean> {
  const proof = services?.evidenceLog.prove('certificate/issued', certificate);
  return (await proof?.catch(() => undefined)) !== undefined;
}

function spending(): () => Spent {
  const [clock, before] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(before);
    return { seconds: (performance.now() - clock) / 1000, cpu: (user + system) / 1e6 };
  };
}

async function costOfSignatures(): Promise<number> {
  const message = new Uint8Array(64).fill(7);
  const activation = { id: 'bench', method: 'unattended', at: new Date().toISOString() } as const;
  const [sm2, ed] = [generateSigner('SM2').signer, generateAssertionSigner().signer];
  const rates = await inTurns(
    {
      sm2: () => sm2.sign({ algorithm: 'SM2', message, activation }),
      ed: () => ed.sign({ algorithm: 'Ed25519', message, activation }),
    },
    60,
    20,
  );
  return 1 / rates.sm2 + 1 / rates.ed;
}

function fileOf(count: number, from: number): Uint8Array {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const lines = ['name,citizenNumber,occupation,level,assessor.name,assessor.uscc,certificateNo,issuedOn'];
  for (let i = from; i < from + count; i++) {
    const { name, citizenNumber } = syntheticPerson(new Seeded(i));
    const number = `S${String(i).padStart(21, '0')}`;
    lines.push([name, citizenNumber, '电工', '3', assessor.name, assessor.uscc, number, today].join(','));
  }
  return Buffer.from(lines.join('\n'));
}
