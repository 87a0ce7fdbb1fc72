import type { JsonObject } from '@renxin/chaincode/canonical';
import {
  configurationNamed,
  configurationsOf,
  credentialOffer,
  offerLink,
} from '@renxin/credentials/openid4vci';
import { toHex } from '@renxin/chaincode/canonical';
import { load, recordOf, type Asker } from '../certificates/desk.js';
import { Refusal } from '../problem/index.js';
import { outlived } from '../store/index.js';
import type { IssuanceDesk } from './desk.js';
import type { Grant } from './grant.js';

/** Milliseconds that an offer can be taken up. */
const OFFER_LIFETIME = 600_000;
/** After that nothing of a grant can be used any more: its token has ended as well. */
const KEPT = 3_600_000;
export const DIGITS = 6;

export interface MadeOffer {
  readonly link: string;
  readonly transactionCode: string;
  readonly expires: string;
}

/**
 * Whoever issued a certificate, its holder, or the province offers it to a wallet. The transaction code goes to the holder
 * another way than the link does.
 * @throws Refusal CERTIFICATE_UNKNOWN
 */
export async function offered(
  desk: IssuanceDesk,
  asker: Asker,
  { certificate }: { readonly certificate: string },
): Promise<MadeOffer> {
  const { certificates } = desk;
  const { value } = await load(certificates, certificate, ({ issuer, holder, issued }) => {
    const isTheirs = [issuer, holder, certificates.organisation].includes(asker.identifier);
    return isTheirs && issued !== undefined;
  });
  if ((await recordOf(certificates, certificate)) === undefined) throw new Refusal('CERTIFICATE_UNKNOWN');
  const name = `o-${toHex(certificates.random(16))}`;
  const code = transactionCode(certificates.random);
  const expires = new Date(certificates.clock().getTime() + OFFER_LIFETIME).toISOString();
  const fresh: Grant = {
    schema: 1,
    grant: name,
    certificate,
    holder: value.holder,
    configurations: configurationsOf(value.type).map(({ id }) => id),
    expires,
    transactionCode: { digest: desk.keyed(`transaction ${name} ${code}`), tries: 0 },
    deferred: [],
    notifications: [],
  };
  const over = await outlived(desk.grants, new Date(certificates.clock().getTime() - KEPT));
  await certificates.store.write([desk.grants.put(name, fresh, 0), ...over]);
  return { link: offerLink(certificates.base(), name), transactionCode: code, expires };
}

/** The offer's object, as long as it can be taken up. @throws Refusal OFFER_UNKNOWN */
export async function offerOf(desk: IssuanceDesk, name: string): Promise<JsonObject> {
  // The name of a type: nothing is granted, the holder is asked (authorization code).
  if (configurationNamed(name) !== undefined)
    return credentialOffer({
      issuer: desk.certificates.base(),
      configurations: configurationsOf(name).map(({ id }) => id),
    });
  const known = await desk.grants.get(name);
  const isOpen =
    known?.value.transactionCode !== undefined &&
    known.value.token === undefined &&
    known.value.expires > desk.certificates.clock().toISOString();
  if (!isOpen) throw new Refusal('OFFER_UNKNOWN');
  return credentialOffer({
    issuer: desk.certificates.base(),
    configurations: known.value.configurations,
    preAuthorised: { code: preAuthorisedCode(desk, name), digits: DIGITS },
  });
}

/** Worked out of the offer's name, so that it is kept nowhere. */
export function preAuthorisedCode(desk: IssuanceDesk, name: string): string {
  return `${name}.${desk.keyed(`code ${name}`)}`;
}

/** Six digits, each as likely as another. */
function transactionCode(random: (length: number) => Uint8Array): string {
  for (;;) {
    const number = random(4).reduce((sum, byte) => sum * 256 + byte, 0);
    if (number < 4_294_000_000) return String(number % 1_000_000).padStart(DIGITS, '0');
  }
}
