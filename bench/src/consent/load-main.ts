import { employer, guangdong } from '@renxin/gateway/demonstration';
import { citizen, recipient } from '@renxin/wallets/consent';
import type { Holder } from '@renxin/wallets/labor-contract';
import { readFileSync } from 'node:fs';
import { employerDesks, enrolCitizen, placeOf } from '../http/parties.js';
import { cpuOf } from '../platform/process-figures.js';
import type { FetchOrder, FetchRun } from './order.js';

/** The clients, in a process of their own: one citizen grants, the recipient's desks fetch. */

const PURPOSE = 'loan-income-check';
const FIELDS = ['employer-name', 'insured-months'];
/** What the catalogue allows for one consent. */
const COUNT = 10;

const order = JSON.parse(readFileSync(0, 'utf8')) as FetchOrder;
const place = await placeOf(order);
const person = await enrolCitizen(place, 4242);
const most = Math.max(...order.runs.map(({ clients }) => clients));
const desks = await employerDesks(place, most);
await run(order.runs[0] ?? { clients: 1, fetches: 1 });
const runs: FetchRun[] = [];
for (const each of order.runs) runs.push(await run(each));
process.stdout.write(JSON.stringify(runs));

async function run({ clients, fetches }: FetchOrder['runs'][number]): Promise<FetchRun> {
  const own = desks.slice(0, clients);
  const each = Math.ceil(fetches / clients);
  // Each client has consents of its own: what is measured is fetching, not the queue for one record.
  const consents = await Promise.all(own.map((desk) => grantedTo(desk, Math.ceil(each / COUNT))));
  const milliseconds: number[] = [];
  const both: number[] = [];
  const before = { own: process.cpuUsage(), gateway: cpuOf(order.pid), blocks: await heightOf() };
  const started = performance.now();
  await Promise.all(
    own.map(async (desk, i) => {
      for (let n = 0; n < each; n++) {
        const consent = consents[i]?.[Math.floor(n / COUNT)] ?? '';
        const begun = performance.now();
        const authorisation = await recipient.authorise(desk, consent);
        const asked = performance.now();
        await recipient.fetchData(desk, { consent, purpose: PURPOSE, fields: FIELDS, authorisation });
        const now = performance.now();
        milliseconds.push(now - asked);
        both.push(now - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before.own);
  const gateway = cpuOf(order.pid);
  return {
    clients,
    fetches: each * clients,
    seconds,
    milliseconds: milliseconds.sort((a, b) => a - b),
    both: both.sort((a, b) => a - b),
    blocks: (await heightOf()) - before.blocks,
    clientCpu: (user + system) / 1000,
    ...(gateway !== undefined && before.gateway !== undefined && { gatewayCpu: gateway - before.gateway }),
  };
}

async function grantedTo(desk: Holder, count: number): Promise<string[]> {
  const names: string[] = [];
  for (let i = 0; i < count; i++) {
    const { id, name, uscc } = employer;
    const { consent } = await recipient.request(desk, {
      source: { id: guangdong.id, name: guangdong.name },
      subject: person.identifier,
      recipient: { id, name, uscc, contact: '020-12345678' },
      purpose: PURPOSE,
      fields: FIELDS,
      count: COUNT,
      days: 30,
    });
    await citizen.grant(person, await citizen.openRequest(person, consent.consent));
    names.push(consent.consent);
  }
  return names;
}

async function heightOf(): Promise<number> {
  return (await person.headers.latest()).height;
}
