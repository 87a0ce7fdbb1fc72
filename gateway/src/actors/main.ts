import { createInterface } from 'node:readline';
import { z } from 'zod';
import { identityAuthorityOrganisation } from '../demonstration/organisations.js';
import { Seeded, syntheticPerson } from '../demonstration/people.js';
import { passphraseOf } from '../keys/passphrase.js';
import { listenOnLoopback, type Stage } from './control.js';
import { identityAuthority } from './identity-authority.js';
import { partyStage, type PartyName } from './party.js';

/** A demonstration client: told what it needs by one line on standard input, ends when that input does. */
const about = z.looseObject({
  directory: z.string(),
  token: z.string(),
  ledger: z.string(),
  platform: z.string().optional(),
  authority: z.string().optional(),
  seed: z.string().optional(),
});
type About = z.infer<typeof about>;

const lines = createInterface(process.stdin);
lines.once('line', (line) => void start(process.argv[2] ?? '', about.parse(JSON.parse(line))));
lines.once('close', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => undefined);

async function start(actor: string, told: About): Promise<void> {
  const { port } = await listenOnLoopback(await stageOf(actor, told), told.token);
  process.stdout.write(JSON.stringify({ port }) + '\n');
}

async function stageOf(actor: string, told: About): Promise<Stage> {
  const clock = (): Date => new Date();
  const { directory, ledger } = told;
  // Its own: whoever started it does not learn it.
  const passphrase = await passphraseOf(directory);
  if (actor === 'identity-authority') {
    return identityAuthority({
      directory,
      identifier: identityAuthorityOrganisation.id,
      passphrase,
      ledger,
      clock,
    });
  }
  const { platform = '', authority = '', seed = '1' } = told;
  if (!isParty(actor)) throw new Error(`no such actor: ${actor}`);
  const person = syntheticPerson(new Seeded(Number(seed)));
  return partyStage(actor, { directory, platform, authority, ledger, passphrase, clock, person });
}

function isParty(name: string): name is PartyName {
  return name === 'worker' || name === 'employer' || name === 'bank' || name === 'assessor';
}
