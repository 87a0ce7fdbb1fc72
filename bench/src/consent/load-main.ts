import { employer, guangdong } from '@renxin/gateway/demonstration';
import { citizen, recipient } from '@renxin/wallets/consent';
import type { Holder } from '@renxin/wallets/labor-contract';
import { readFileSync } from 'node:fs';
import { employerDesks, enrolCitizen, placeOf } from '../http/parties.js';
import { cpuOf } from '../platform/process-figures.js';
import { atPace } from '../platform/pace.js';
import type { FetchOrder, FetchPace, FetchRun } from './order.js';

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
await run(order.runs[0] ?? { clients: 1, fetches: 1 }, undefined);
const runs: FetchRun[] = [];
for (const each of order.runs) {
  const before = runs.at(-1);
  const rate = before === undefined ? undefined : before.fetches / before.seconds;
  runs.push(await run(each, each.share === undefined || rate === undefined ? undefined : rate * each.share));
}
process.stdout.write(JSON.stringify(runs));

async function run(pace: FetchPace, perSecond: number | undefined): Promise<FetchRun> {
  const { clients, fetches } = pace;
  const own = desks.slice(0, clients);
  const each = Math.ceil(fetches / clients);
  // Each client has consents of its own: what is measured is fetching, not the queue for one record.
  const consents = await Promise.all(own.map((desk) => grantedTo(desk, Math.ceil((2 * each) / COUNT))));
  const milliseconds: number[] = [];
  const both: number[] = [];
  const before = { own: process.cpuUsage(), gateway: cpuOf(order.pid), blocks: await heightOf() };
  const fetched = own.map(() => 0);
  const seconds = await atPace(
    { clients, count: each * clients, ...(perSecond !== undefined && { perSecond }) },
    async (client, _n, due) => {
      const n = fetched[client] ?? 0;
      fetched[client] = n + 1;
      const [desk, consent] = [own[client], consents[client]?.[Math.floor(n / COUNT)]];
      if (desk === undefined || consent === undefined) throw new Error('a client has used its consents up');
      const authorisation = await recipient.authorise(desk, consent);
      const asked = performance.now();
      await recipient.fetchData(desk, { consent, purpose: PURPOSE, fields: FIELDS, authorisation });
      const now = performance.now();
      milliseconds.push(now - asked);
      both.push(now - due);
    },
  );
  const { user, system } = process.cpuUsage(before.own);
  const gateway = cpuOf(order.pid);
  return {
    ...pace,
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
