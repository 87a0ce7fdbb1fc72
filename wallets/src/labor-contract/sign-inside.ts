import { openPrepared, PdfError, signPrepared, type OpenedPrepared, type Place } from '@renxin/seal/pdf';
import type { Activation } from '@renxin/seal/signer';
import { readCertificate } from '@renxin/seal/verify';
import { z } from 'zod';
import { documentKey } from './document-key.js';
import type { Party } from './party.js';
import { SigningRefused } from './signing-refused.js';
import type { SigningScene } from './show.js';

/**
 * Signs inside the document that was shown: the gateway prepares where the signature stands and what is seen of it, the
 * wallet looks at that before it signs.
 * @param at the time that the signature claims
 * @returns DER of the CMS
 * @throws SigningRefused PREPARED_ALTERED when it is anything else than the shown pages with a place for this party
 */
export async function signInside(
  party: Party,
  scene: SigningScene,
  at: string,
  claims: { readonly shown: Uint8Array; readonly activation: string },
  activation: Activation,
): Promise<Uint8Array> {
  const relation = party.role === 'worker' ? 'employment' : 'organisation';
  const key = await documentKey(party, relation, 'contract-conclusion');
  const { serial } = readCertificate(key.certificate);
  const base = `/api/v1/labor-contracts/${scene.contract.contract}/documents/${scene.amendment}`;
  const path = `${base}/prepared.pdf?at=${encodeURIComponent(at)}&serial=${serial}`;
  const prepared = lookAt(party, scene, await party.client.download(path, 'contract-conclusion'));
  return signPrepared(prepared, 'pades', { ...key, claims, activation, provider: party.provider });
}

function lookAt(party: Party, scene: SigningScene, bytes: Uint8Array): OpenedPrepared {
  try {
    const prepared = openPrepared(bytes, scene.pdf, party.role);
    if (prepared.place === undefined || !isWithinArea(party, scene, prepared.place))
      throw new SigningRefused('PREPARED_ALTERED');
    return prepared;
  } catch (error) {
    if (error instanceof PdfError) throw new SigningRefused('PREPARED_ALTERED', { cause: error });
    throw error;
  }
}

const page = z.looseObject({
  height: z.number(),
  areas: z.array(
    z.looseObject({ party: z.string(), x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  ),
});

/** What is seen of the signature covers nothing of the page but the area that the layout leaves for this party. */
function isWithinArea(party: Party, { pages }: SigningScene, { page: index, rectangle }: Place): boolean {
  const layout = page.safeParse(pages[index]?.layout);
  const area = layout.data?.areas.find((each) => each.party === party.role);
  if (layout.data === undefined || area === undefined) return false;
  const [left, bottom, right, top] = rectangle.map((length) => length * MICROMETRES);
  const { height } = layout.data;
  const [least, most] = [-TOLERANCE, TOLERANCE];
  return (
    (left ?? 0) - area.x >= least &&
    (right ?? 0) - (area.x + area.width) <= most &&
    height - (top ?? 0) - area.y >= least &&
    height - (bottom ?? 0) - (area.y + area.height) <= most
  );
}

/** In a point. */
const MICROMETRES = 25_400 / 72;
/** Micrometres: numbers of a PDF are rounded. */
const TOLERANCE = 20;
