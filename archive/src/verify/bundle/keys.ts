import type { PublicKey } from '@renxin/chaincode/messages';
import type { CommandEvidence } from '@renxin/network/proof';
import type { Believed, Context } from '../context.js';
import type { SignatureShown } from '../document/index.js';
import { Fault, Undecided, type Finding, type Shown } from '../examination.js';
import { keysGiven } from './given-keys.js';
import type { HistoryShown, Past } from './history.js';
import { commandsOf, isBefore } from './inputs.js';
import { isSameKey } from './message-signature.js';
import type { Exporter } from './opening.js';

/** Which key belonged to whom, as the commands in the bundle show it. */
export interface Keys {
  /** The key in force just before a command. @throws Fault KEY_NOT_BOUND */
  before(identifier: string, at: CommandEvidence): PublicKey;
}

export type KeysShown = Shown<'party-keys', Keys>;

/** Step `founding`: the history begins with the block that the trust file names. */
export function checkFounding(
  believed: Believed,
  history: Shown<'history', Past>,
): Finding<{ readonly genesis: string }> {
  const { trust } = believed;
  const [first] = commandsOf(history.commands, 'registry.found');
  if (first === undefined) throw new Undecided('FOUNDING_MISSING');
  const { header, headerHash } = first.evidence;
  // On a channel block 0 is its configuration: that the record is of this channel, its organisations stand for.
  const genesis = 'fabric' in trust ? trust.fabric.anchor.genesis : trust.genesis;
  const evidence = { genesis: headerHash, believed: genesis, height: header.height };
  if (header.ledger !== trust.ledger) throw new Undecided('LEDGER_UNKNOWN', evidence);
  if ('fabric' in trust) return { code: 'FOUNDING_OK', evidence, value: { genesis } };
  if (header.height !== 0 || headerHash !== trust.genesis) throw new Fault('GENESIS_OTHER', evidence);
  return { code: 'FOUNDING_OK', evidence, value: { genesis: headerHash } };
}

/** Step `party-keys`: each party's certificate is for the key that the ledger gave to this party. */
export function checkPartyKeys(
  context: Context,
  history: HistoryShown,
  worker: SignatureShown,
  employer: SignatureShown,
): Finding<Keys> {
  const given = keysGiven(context.provider, history);
  const keys: Keys = {
    before(identifier, at) {
      const key = given
        .filter((each) => each.identifier === identifier && isBefore(each.since, at))
        .at(-1)?.key;
      if (key === undefined) throw new Fault('KEY_NOT_BOUND', { identifier });
      return key;
    },
  };
  for (const { role, party, signed } of [worker, employer]) {
    const own = given.filter(({ identifier }) => identifier === party);
    const evidence = { role, party, certificate: signed.signer.serial };
    if (own.length === 0) throw new Fault('SIGNER_NOT_BOUND', evidence);
    const suits = own.every(({ kind, employer: towards }) =>
      role === 'worker' ? kind === 'person' && towards === employer.party : kind === 'organisation',
    );
    if (!suits) throw new Fault('SIGNER_NOT_BOUND', evidence);
    if (!own.some(({ key }) => isSameKey(key, signed.signer.key)))
      throw new Fault('SIGNER_KEY_OTHER', evidence);
  }
  const evidence = { keys: given.map(({ identifier, since }) => `${identifier} @ ${since.header.height}`) };
  return { code: 'PARTY_KEYS_OK', evidence, value: keys };
}

/** Step `exporter-key`: the key over the manifest is the exporter's, by the ledger or by the trust file. */
export function checkExporterKey(
  believed: Believed,
  exporter: Exporter,
  history: HistoryShown,
  keys: KeysShown,
  _founding: Shown<'founding', { readonly genesis: string }>,
): Finding<{ readonly by: string }> {
  const evidence = { by: exporter.by };
  const listed = believed.trust.organisations.find(({ id }) => id === exporter.by)?.key;
  const key = keyOnLedger(keys, exporter.by, history.export.command) ?? listed;
  if (key === undefined) throw new Undecided('EXPORTER_UNKNOWN', evidence);
  if (!isSameKey(key, exporter.key)) throw new Fault('EXPORTER_KEY_OTHER', evidence);
  return { code: 'EXPORTER_KEY_OK', evidence, value: { by: exporter.by } };
}

/** The key in force just before a command; undefined when the bundle shows none. */
export function keyOnLedger(keys: Keys, identifier: string, at: CommandEvidence): PublicKey | undefined {
  try {
    return keys.before(identifier, at);
  } catch {
    return undefined;
  }
}
