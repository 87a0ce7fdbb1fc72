import type { Annotated } from '@renxin/archive/rendering';
import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { prepareSeal, type PreparedSignature } from '@renxin/seal/ofd';
import { prepareSignature, signPrepared, type Place, type PreparedPdf } from '@renxin/seal/pdf';
import { readCertificate } from '@renxin/seal/verify';
import type { Seal } from '@renxin/seal/eseal';
import { randomUUID } from 'node:crypto';
import { renderingAnswer, renderingList, type RenderingSealing, type RenderingView } from '../api/index.js';
import { documentKey } from '../labor-contract/document-key.js';
import { activate, type Holder } from '../labor-contract/party.js';
import { sealDigest, sealInUse } from '../seal/index.js';

/** Certificates as sealed pages: the issuer draws and seals them, the holder asks for copies and takes them home. */

/** The name of the rendering that is no copy. */
export const ORIGINAL = 'original';
/** The field of the PDF in which its issuer signs. */
export const ISSUER_FIELD = 'issuer';

/** A certificate, drawn but not sealed. */
export interface DrawnCertificate {
  readonly ofd: Uint8Array;
  /** The issuer's seal is centred on these words. */
  readonly sealWords: string;
  readonly pdf: Uint8Array;
  /** What is seen of the signature in the PDF, and where. */
  readonly stamp: (
    seal: Seal,
    serial: string,
  ) => Promise<{ readonly stamp: Uint8Array; readonly place: Place }>;
}

/** How whoever seals draws a certificate: always the same from the same. */
export type DrawCertificate = (
  type: string,
  credential: JsonObject,
  copy: Annotated | undefined,
  at: Date,
) => Promise<DrawnCertificate>;

/** The OFD with the seal on its place, closed; from document, seal and time alone. @throws OfdError, DerError */
export function prepareSealedCertificate(
  { ofd, sealWords }: Pick<DrawnCertificate, 'ofd' | 'sealWords'>,
  seal: Uint8Array,
  at: Date,
  provider: Holder['provider'],
): PreparedSignature {
  return prepareSeal(
    ofd,
    { seal, stamps: [{ kind: 'keyword', words: sealWords }], at, close: true },
    provider,
  );
}

/** What waits for this issuer to be sealed. */
export async function renderingsWaiting({
  client,
}: Pick<Holder, 'client'>): Promise<readonly RenderingView[]> {
  return (await client.get('/api/v1/e-certificates/renderings', 'certificate', renderingList)).renderings;
}

/**
 * Draws, seals and signs one rendering and hands it in: the seal of the OFD under the issuer's e-seal in use, put down in
 * its use log, and the signature inside the PDF with the issuer's key for documents.
 * @param from the credential as the issuer issued it
 * @param authority who may use the seal, and on what ground: stands in the use log
 * @throws SealingRefused, GatewayProblem
 */
export async function sealRendering(
  issuer: Holder,
  asked: Pick<RenderingView, 'certificate' | 'rendering' | 'type' | 'copy'>,
  from: JsonObject,
  { draw, authority }: { readonly draw: DrawCertificate; readonly authority: string },
): Promise<RenderingView> {
  const using = await sealInUse(issuer);
  const at = issuer.clock();
  const drawn = await draw(asked.type, from, asked.copy, at);
  const pdf = await signedPdf(issuer, drawn, using.seal, at);
  const prepared = prepareSealedCertificate(drawn, using.der, at, issuer.provider);
  const signature = await sealDigest(issuer, using, {
    title: `${asked.certificate} ${asked.rendering}`,
    place: drawn.sealWords,
    authority,
    dataHash: prepared.dataHash,
    propertyInfo: prepared.propertyInfo,
    at,
  });
  const body: RenderingSealing = {
    at: at.toISOString(),
    seal: using.view.seal,
    sealSignature: toBase64url(signature),
    pdf: toBase64url(pdf.prepared.bytes),
    cms: toBase64url(pdf.cms),
  };
  const path = `/api/v1/e-certificates/${asked.certificate}/renderings/${asked.rendering}/sealing`;
  return (await issuer.client.post(path, 'certificate', body, renderingAnswer)).rendering;
}

async function signedPdf(
  issuer: Holder,
  { pdf, stamp }: DrawnCertificate,
  seal: Seal,
  at: Date,
): Promise<{ readonly prepared: PreparedPdf; readonly cms: Uint8Array }> {
  const key = await documentKey(issuer, 'organisation', 'certificate');
  const { serial } = readCertificate(key.certificate);
  const prepared = prepareSignature(pdf, {
    form: 'pades',
    field: ISSUER_FIELD,
    ...(await stamp(seal, serial)),
    at,
    name: seal.info.name,
    reason: '发证',
  });
  const activation = activate(issuer, 'confirmation');
  const cms = await signPrepared(prepared, 'pades', { ...key, activation, provider: issuer.provider });
  return { prepared, cms };
}

/** Asks for a copy that is bound to a purpose, a recipient and a day. @returns the copy's name */
export async function requestCopy(holder: Holder, certificate: string, asked: Annotated): Promise<string> {
  const rendering = `r-${randomUUID()}`;
  const path = `/api/v1/e-certificates/${certificate}/renderings`;
  await holder.client.post(path, 'certificate', { rendering, ...asked }, renderingAnswer);
  return rendering;
}

/** The sealed pages of a certificate, or of a copy. @throws GatewayProblem RENDERING_UNKNOWN until it is sealed */
export async function fetchRendering(
  holder: Holder,
  certificate: string,
  rendering: string = ORIGINAL,
): Promise<{ readonly ofd: Uint8Array; readonly pdf: Uint8Array }> {
  const base = `/api/v1/e-certificates/${certificate}/renderings/${rendering}`;
  const [ofd, pdf] = [
    await holder.client.download(`${base}/certificate.ofd`, 'certificate'),
    await holder.client.download(`${base}/certificate.pdf`, 'certificate'),
  ];
  return { ofd, pdf };
}
