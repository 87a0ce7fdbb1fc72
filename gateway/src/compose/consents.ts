import { Authorisations } from '../consent/authorisations.js';
import { Citizens } from '../consent/citizens.js';
import { keptAnswer } from '../consent/kept-answer.js';
import { History } from '../consent/history.js';
import { Openings } from '../consent/openings.js';
import { RefusedLog } from '../consent/refused-log.js';
import { RefusedTooOften } from '../consent/refused-too-often.js';
import { demonstrationCatalogue, syntheticCitizenData } from '../demonstration/catalogue.js';
import { IdentityRecords } from '../labor-contract/identities.js';
import { Turns } from '../labor-contract/turns.js';
import type { ConsentServices } from '../services.js';
import { organisationOn } from '../session/registered-party.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';
import { partiesOn } from './parties.js';
import { provinceSigner } from './province-signer.js';

/** The use cases of consents, for an organisation that is a data source. */
export function consentServices(
  base: Base,
  { id, name }: { readonly id: string; readonly name: string },
): ConsentServices {
  const { store, provider, clock, random, ledger, keys, positions } = base;
  const signer = keys.signer(id);
  const keyOf = partiesOn(ledger);
  const identities = new IdentityRecords(id, store, provider, ledger.name, async (authority) => {
    const party = await keyOf(authority);
    const attests = party?.role === 'identity-authority' && party.state === 'active';
    return attests ? party.key : undefined;
  });
  const logging = { source: id, ledger, store, signer, provider, clock, random };
  return {
    attested: (given) => identities.keep(given),
    desk: {
      source: { id, name },
      ledger,
      store,
      signer,
      catalogue: demonstrationCatalogue,
      citizens: new Citizens(id, store, keys.secret(`token-${id}`), syntheticCitizenData),
      openings: new Openings(id, store, provider),
      answers: new JsonRecords(store, `${id}/consent-answer`, keptAnswer),
      authorisations: new Authorisations(clock, random),
      refused: new RefusedLog(logging),
      tooOften: new RefusedTooOften(base.clock),
      history: new History(ledger, store, id),
      turns: new Turns(),
      issue: provinceSigner(base, id),
      organisationOf: (identifier) => organisationOn(ledger, identifier),
      positionOf: (identifier) => positions.of(identifier),
      provider,
      clock,
      random,
    },
  };
}
