import { canonicalBytes, toBase64url } from '@renxin/chaincode/canonical';
import { consent } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import type { consentMessages as messages } from '@renxin/chaincode/messages';
import type { CatalogueAnswer } from '@renxin/wallets/api';
import { submitted, type ConsentDesk } from './desk.js';
import { signedBySource } from './sign.js';

/** The data source's current catalogue; published at the first question. */
export async function currentCatalogue(desk: ConsentDesk): Promise<CatalogueAnswer> {
  const known = await published(desk);
  if (known !== undefined) return { catalogue: known, text: desk.catalogue.text };
  return desk.turns.take('catalogue', async () => {
    const already = await published(desk);
    return { catalogue: already ?? (await publish(desk)), text: desk.catalogue.text };
  });
}

/** The version on the ledger, when it is the one that this gateway keeps the words of. */
async function published(desk: ConsentDesk): Promise<messages.Catalogue | undefined> {
  try {
    const { catalogue } = await desk.ledger.evaluate(consent.operations.catalogue, {
      source: desk.source.id,
    });
    return catalogue.version >= desk.catalogue.version ? catalogue : undefined;
  } catch (error) {
    if (error instanceof ContractError && error.code === 'CATALOGUE_UNKNOWN') return undefined;
    throw error;
  }
}

async function publish(desk: ConsentDesk): Promise<messages.Catalogue> {
  const { version, fields, purposes, text } = desk.catalogue;
  const body: messages.Catalogue = {
    source: desk.source.id,
    version,
    sm3: toBase64url(desk.provider.hash('SM3', canonicalBytes(text))),
    fields,
    purposes,
    at: desk.clock().toISOString(),
  };
  await submitted(desk, consent.operations.publish, await signedBySource(desk, 'consent/publish', body));
  return body;
}
