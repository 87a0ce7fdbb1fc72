import { readDisclosure, type Party } from '@renxin/wallets/labor-contract';
import { readFileSync } from 'node:fs';
import { cpuOf } from '../platform/process-figures.js';
import { conclude, templateAt, type Template } from './conclusion.js';
import type { LoadOrder, LoadRun } from './order.js';
import { employerDesks, enrolWorker, placeOf, type Place, type Worker } from './parties.js';

/** The clients of the benchmark, in a process of their own: takes its order on standard input, prints its runs. */
const order = JSON.parse(readFileSync(0, 'utf8')) as LoadOrder;
const place = await placeOf(order);
const template = await templateAt(place);
const workers = await enrolled(
  place,
  order.warmUp + order.runs.reduce((sum, { contracts }) => sum + contracts, 0),
);
await measure(template, place, workers.splice(0, order.warmUp), 4);
const runs: LoadRun[] = [];
for (const { clients, contracts } of order.runs)
  runs.push(await measure(template, place, workers.splice(0, contracts), clients));
process.stdout.write(JSON.stringify(runs));

/** `clients` employers' desks, each concluding one contract after another with the next worker. */
async function measure(
  template: Template,
  place: Place,
  workers: Worker[],
  clients: number,
): Promise<LoadRun> {
  const contracts = workers.length;
  const desks = await employerDesks(place, clients);
  for (const desk of desks) {
    await desk.headers.latest();
    await readDisclosure(desk); // opens its session
  }
  const milliseconds: number[] = [];
  const before = { blocks: await heightOf(desks), gateway: cpuOf(order.pid), own: process.cpuUsage() };
  const started = performance.now();
  await Promise.all(
    desks.map(async (employer) => {
      for (let worker = workers.shift(); worker !== undefined; worker = workers.shift()) {
        const begun = performance.now();
        await conclude(template, employer, worker);
        milliseconds.push(performance.now() - begun);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(before.own);
  const gateway = cpuOf(order.pid);
  return {
    clients,
    contracts,
    seconds,
    milliseconds: milliseconds.sort((a, b) => a - b),
    blocks: (await heightOf(desks)) - before.blocks,
    clientCpu: (user + system) / 1000,
    ...(gateway !== undefined && before.gateway !== undefined && { gatewayCpu: gateway - before.gateway }),
  };
}

async function heightOf([first]: readonly Party[]): Promise<number> {
  return (await first?.headers.latest())?.height ?? 0;
}

async function enrolled(place: Place, count: number): Promise<Worker[]> {
  const workers: Worker[] = [];
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < count) workers.push(await enrolWorker(place, 1000 + next++));
  };
  await Promise.all([one(), one(), one(), one()]);
  return workers;
}
