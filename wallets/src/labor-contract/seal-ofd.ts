import { toBase64url } from '@renxin/chaincode/canonical';
import { prepareSealIn, verifyOpenOfd, type Ofd, type Placement } from '@renxin/seal/ofd';
import { z } from 'zod';
import { contractAnswer, type ContractAnswer, type SealingRequest } from '../api/index.js';
import { sealDigest, sealInUse } from '../seal/index.js';
import { checked, type Party } from './party.js';
import { shownOfd } from './shown-ofd.js';
import { openScene } from './signing.js';
import { SigningRefused } from './signing-refused.js';

/**
 * The employer seals the OFD of a concluded contract (amendment 0) or amendment: it compares its words with the pages
 * that both signed, looks that the worker's signature is in it, computes what is sealed by itself, and puts the use down
 * before it hands the signature over.
 * @param authority who may use the seal, and on what ground: stands in the use log
 * @throws SigningRefused PREPARED_ALTERED, SealingRefused, GatewayProblem
 */
export async function sealContract(
  party: Party,
  contract: string,
  amendment: number,
  authority: string,
): Promise<ContractAnswer> {
  const scene = await openScene(party, contract, amendment);
  const base = `/api/v1/labor-contracts/${contract}`;
  const path = `${base}/documents/${amendment}/unsealed.ofd`;
  const ofd = shownOfd(scene, await party.client.download(path, 'contract-conclusion'));
  requireSignedByWorker(party, ofd);
  const using = await sealInUse(party);
  const at = party.clock();
  const stamps = sealPlacements(
    scene.pages.map(({ layout }) => layout),
    using.seal.info.picture,
  );
  const prepared = prepareSealIn(ofd, { seal: using.der, stamps, at, close: true }, party.provider);
  const signature = await sealDigest(party, using, {
    title: `contract.ofd ${scene.fingerprint}`,
    place: stamps.map(({ kind }) => kind).join(', '),
    authority,
    dataHash: prepared.dataHash,
    propertyInfo: prepared.propertyInfo,
    at,
  });
  const request: SealingRequest = {
    amendment,
    seal: using.view.seal,
    at: at.toISOString(),
    sealSignature: toBase64url(signature),
  };
  const answer = await party.client.post(`${base}/sealings`, 'contract-conclusion', request, contractAnswer);
  return checked(party, answer);
}

const page = z.looseObject({
  width: z.number(),
  height: z.number(),
  areas: z.array(
    z.looseObject({ party: z.string(), x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  ),
});

/**
 * Where the employer's seal stands: centred on the area that the layout leaves for it, and riding (骑缝) over the edges
 * of all pages when there are several.
 * @param layouts the pages' layouts (docs/formats/contract-document.md)
 * @param seal width and height of its picture in millimetres
 */
export function sealPlacements(
  layouts: readonly unknown[],
  seal: { readonly width: number; readonly height: number },
): readonly Placement[] {
  const pages = layouts.map((layout) => page.parse(layout));
  const placements: Placement[] = [];
  for (const [i, { areas, width, height }] of pages.entries()) {
    const area = areas.find(({ party }) => party === 'employer');
    if (area === undefined) continue;
    const x = (area.x + area.width / 2) / 1000 - seal.width / 2;
    const y = (area.y + area.height / 2) / 1000 - seal.height / 2;
    placements.push({
      kind: 'normal',
      page: i + 1,
      x: within(x, width / 1000 - seal.width),
      y: within(y, height / 1000 - seal.height),
    });
  }
  const first = pages[0];
  if (pages.length > 1 && first !== undefined)
    placements.push({ kind: 'riding', y: (first.height / 1000 - seal.height) / 2 });
  return placements;
}

function within(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}

/** One signature, without a seal, in which nothing is wrong; whom it is by the gateway's trust decides. */
function requireSignedByWorker({ clock, provider }: Party, ofd: Ofd): void {
  const [own, ...more] = verifyOpenOfd(ofd, { trust: undefined, now: clock(), provider }).signatures;
  if (own?.type !== 'Sign' || own.verdict === 'invalid' || more.length > 0)
    throw new SigningRefused('PREPARED_ALTERED');
}
