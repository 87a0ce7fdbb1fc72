import type { JsonObject } from '@renxin/chaincode/canonical';
import { guangdong, Seeded, shanghai, syntheticPerson, assessor } from '@renxin/gateway/demonstration';
import * as wallet from '@renxin/wallets/e-certificate';
import type { Holder } from '@renxin/wallets/labor-contract';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { MemoryKeys } from '../http/memory-keys.js';
import { assessorOf, enrolHolder, officialOf, placeOf } from '../http/parties.js';
import { atPace } from '../platform/pace.js';
import { cpuOf } from '../platform/process-figures.js';
import type { VerificationOrder, VerificationPace, VerificationRun } from './order.js';

/** The clients, in a process of their own: workers with certificates of 广东 show 上海 the level alone. */

const TYPE = 'vocational-skill-level';
const ANNOTATION = { purpose: '申请职业技能补贴', recipient: shanghai.id };
/** Holders; clients beyond them share one's key, each with a session of its own. */
const HOLDERS = 8;

interface Bearer {
  readonly certificate: string;
  readonly credential: JsonObject;
  /** Its identifier towards the verifier. */
  readonly shows: Holder;
}

const order = JSON.parse(readFileSync(0, 'utf8')) as VerificationOrder;
const place = await placeOf(order);
const issuer = await assessorOf(place);
await recognise();
const bearers: Bearer[] = [];
for (let i = 0; i < HOLDERS; i++) bearers.push(await bearerOf(7000 + i));
await run({ clients: 8, count: 400, unseen: true }, undefined);
const runs: VerificationRun[] = [];
for (const each of order.runs) {
  const before = runs.at(-1);
  const rate = before === undefined ? undefined : before.count / before.seconds;
  runs.push(await run(each, each.share === undefined || rate === undefined ? undefined : rate * each.share));
}
process.stdout.write(JSON.stringify(runs));

async function run(pace: VerificationPace, perSecond: number | undefined): Promise<VerificationRun> {
  const { clients, count, unseen } = pace;
  const claims: JsonObject[] = [];
  for (let i = 0; i < (unseen ? count : clients); i++) claims.push(await claimOf(bearerAt(i)));
  const milliseconds: number[] = [];
  const both: number[] = [];
  const before = { own: process.cpuUsage(), gateway: cpuOf(order.pid) };
  const seconds = await atPace(
    { clients, count, ...(perSecond !== undefined && { perSecond }) },
    async (client, n, due) => {
      const shown = unseen ? n : client;
      const { shows } = bearerAt(shown);
      const presentation = await wallet.present(shows, [claims[shown] ?? {}], ANNOTATION);
      const sent = performance.now();
      const { valid } = await wallet.submitPresentation(shows, presentation);
      if (!valid) throw new Error('a presentation does not hold');
      const now = performance.now();
      milliseconds.push(now - sent);
      both.push(now - due);
    },
  );
  const { user, system } = process.cpuUsage(before.own);
  const gateway = cpuOf(order.pid);
  return {
    ...pace,
    seconds,
    milliseconds: milliseconds.sort((a, b) => a - b),
    both: both.sort((a, b) => a - b),
    clientCpu: (user + system) / 1000,
    ...(gateway !== undefined && before.gateway !== undefined && { gatewayCpu: gateway - before.gateway }),
  };
}

function bearerAt(n: number): Bearer {
  const bearer = bearers[n % bearers.length];
  if (bearer === undefined) throw new Error('nobody has a certificate');
  return bearer;
}

async function bearerOf(seed: number): Promise<Bearer> {
  const person = syntheticPerson(new Seeded(seed));
  const keys = new MemoryKeys();
  const holder = await enrolHolder(place, guangdong.id, person, keys);
  const shows = await enrolHolder(place, shanghai.id, person, keys);
  const issuedOn = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const certificate = `v-${randomUUID()}`;
  const about = { certificate, holder: holder.identifier, type: TYPE, region: guangdong.region, issuedOn };
  const { name, citizenNumber } = person;
  const credential = await wallet.issueCertificate(issuer, about, {
    name,
    citizenNumber,
    occupation: '电工',
    level: '3',
    certificateNo: `S${String(randomInt(1e12, 1e13 - 1))}${String(randomInt(1e7, 1e8 - 1))}`,
    assessor: { name: assessor.name, uscc: assessor.uscc },
    issuedOn,
  });
  return { certificate, credential, shows };
}

/** As the assessor derives it; that the holder asked through the province is measured elsewhere. */
async function claimOf({ certificate, credential, shows }: Bearer): Promise<JsonObject> {
  const at = new Date();
  const { ledger, identifier } = issuer;
  const named = {
    ledger,
    issuer: identifier,
    certificate,
    derivation: `d-${randomBytes(12).toString('hex')}`,
    subject: shows.identifier,
    at: at.toISOString(),
    until: new Date(at.getTime() + 1_800_000).toISOString(),
  };
  return wallet.signed(issuer, wallet.unsignedClaim(TYPE, credential, ['level'], named));
}

async function recognise(): Promise<void> {
  const official = await officialOf(place, shanghai.id);
  const request = {
    recognition: `rec-${randomUUID()}`,
    of: guangdong.id,
    type: TYPE,
    from: '2024-01-01',
    until: '2035-12-31',
  };
  await official.post('/api/v1/recognitions', 'certificate', request, z.looseObject({}));
}
