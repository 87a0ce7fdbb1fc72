import * as labor from '@renxin/wallets/labor-contract';
import { start } from '../../src/commands/serve.js';
import { loadConfig } from '../../src/config.js';
import { altering, bring, contractFor, employerOf, enrolWorker, type Instance } from './instance.js';

/** A platform whose log says all it can, on the directory that is named; prints what a test has to look for. */
const directory = process.argv[2] ?? '';
const running = await start(
  loadConfig({ RENXIN_DATA: directory, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'debug' }),
);
const instance: Instance = {
  directory,
  running,
  gateway: `${running.url}/orgs/gd`,
  stop: () => running.close(),
};
const employer = await employerOf(instance);
const worker = await enrolWorker(instance);
const { name, citizenNumber, mobile, address } = worker.person;
const problems: string[] = [];
const refused = (run: () => Promise<unknown>): Promise<void> =>
  run().then(
    () => undefined,
    (error: { problem?: unknown }) => void problems.push(JSON.stringify(error.problem ?? {})),
  );

const wrong = (change: object) => async (): Promise<unknown> => {
  const content = await contractFor(instance, worker);
  return labor.draft(employer, { ...content, terms: { ...content.terms, ...change } });
};
await refused(wrong({ worker: { name, idType: name, idNo: `${citizenNumber}1`, address, mobile: address } }));
await refused(wrong({ jobTitle: name.repeat(200) }));
await refused(wrong({ [name]: citizenNumber }));
await refused(wrong({ probation: { months: 6, wage: 850_000 } }));
await refused(
  wrong({ worker: { name: `${name}某`, idType: 'CITIZEN_NUMBER', idNo: citizenNumber, address, mobile } }),
);
await refused(() => labor.view(worker, encodeURIComponent(name)));
await refused(() =>
  altering(
    worker,
    () => ({ [citizenNumber]: name }),
    () => labor.decline(worker, 'ht-none', 1, name),
  ),
);
const contract = await bring(instance, employer, worker, 'delivered');
await labor.exportBundle(worker, contract, 'party');
await running.close();
const personal = [name, citizenNumber, mobile, address];
process.stdout.write(JSON.stringify({ problems, contract, identifier: worker.identifier, personal }));
