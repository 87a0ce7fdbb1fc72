import { argv, stdout } from 'node:process';
import { compose } from '../../src/compose.js';
import { loadConfig } from '../../src/config.js';
import { loadImport, viewOf } from '../../src/imports/desk.js';
import { issuingBegun } from '../../src/imports/issuing.js';
import { passphraseOf } from '../../src/keys/passphrase.js';
import { join } from 'node:path';

/** A platform without clients that issues an import and says how far it came, until it is killed: `directory import`. */
const [, , directory = '', name = ''] = argv;
const config = loadConfig({ RENXIN_DATA: directory, RENXIN_PORT: '0', RENXIN_LOG_LEVEL: 'error' });
const composed = await compose(config, await passphraseOf(join(directory, 'gateway')));
const desk = composed.composition.organisations.find(({ id }) => id === 'gd')?.services.imports;
if (desk === undefined) throw new TypeError('no province');
const { value } = await loadImport(desk, name);
if (value.state === 'validated') await issuingBegun(desk, name, value.counts.valid);
await composed.found({} as never); // it is founded: what was unfinished goes on
for (;;) {
  const { counts } = viewOf(desk, (await loadImport(desk, name)).value);
  stdout.write(`${String(counts.issued)}\n`);
  await new Promise((resolve) => setTimeout(resolve, 5));
}
