import type { EmbeddedClaims } from '@renxin/seal/cms';
import { prepareSignature, signOfd } from '@renxin/seal/ofd';
import type { Activation } from '@renxin/seal/signer';
import type { Party } from './party.js';
import type { SigningScene } from './show.js';
import { shownOfd } from './shown-ofd.js';
import { SigningRefused } from './signing-refused.js';

/**
 * The worker signs inside the OFD of what was shown, with the registered key: a signature without a seal, over what the
 * wallet computes by itself from the document that it looked at.
 * @param at the time that the signature claims, and the document's day of creation
 * @returns DER of the CMS
 * @throws SigningRefused PREPARED_ALTERED when the OFD shows other words or holds a signature already
 */
export async function signInOfd(
  party: Party,
  scene: SigningScene,
  at: string,
  by: {
    readonly certificate: Uint8Array;
    readonly chain: readonly Uint8Array[];
    readonly crls: readonly Uint8Array[];
    readonly claims: EmbeddedClaims;
    readonly activation: Activation;
  },
): Promise<Uint8Array> {
  const base = `/api/v1/labor-contracts/${scene.contract.contract}/documents/${scene.amendment}`;
  const path = `${base}/unsigned.ofd?at=${encodeURIComponent(at)}`;
  const ofd = shownOfd(scene, await party.client.download(path, 'contract-conclusion'));
  if (ofd.signatures.length > 0) throw new SigningRefused('PREPARED_ALTERED');
  const { provider, keystore, identifier } = party;
  const prepared = prepareSignature(ofd, { at: new Date(at), close: false }, provider);
  return signOfd(prepared, { ...by, signer: await keystore.signer(identifier), provider });
}
