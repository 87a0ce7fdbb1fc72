import { fromBase64url } from '@renxin/chaincode/canonical';
import { openPrepared, PdfError } from '@renxin/seal/pdf';
import { readSealSignature, SealVersionError, type Seal } from '@renxin/seal/eseal';
import { embedValue, OfdError } from '@renxin/seal/ofd';
import { DerError } from '@renxin/seal/verify';
import type { RenderingSealing, RenderingView } from '@renxin/wallets/api';
import {
  ISSUER_FIELD,
  ORIGINAL,
  prepareSealedCertificate,
  type DrawnCertificate,
} from '@renxin/wallets/e-certificate';
import { Refusal } from '../../problem/index.js';
import {
  completed,
  embedded,
  invalidDocument,
  requireSealed,
  requireSealInUse,
  requireSignedBy,
  stamped,
} from '../../sealed-documents/index.js';
import { load, requireStanding, type Asker, type CertificateDesk } from '../desk.js';
import { DisplayMissing } from '../display/index.js';
import { viewOf } from './asking.js';
import { keyOf, type RenderingFile } from './rendering-file.js';

/** An issuer seals its certificates as OFD and signs them as PDF: docs/formats/certificate-display.md. */

/** What waits for this issuer. */
export async function renderingsFor(desk: CertificateDesk, asker: Asker): Promise<RenderingView[]> {
  const waiting: RenderingView[] = [];
  let after: string | undefined;
  do {
    const page = await desk.renderings.files.list({ limit: 500, ...(after !== undefined && { after }) });
    for (const { value } of page.records)
      if (value.issuer === asker.identifier && value.sealed === undefined) waiting.push(viewOf(value));
    after = page.next;
  } while (after !== undefined && waiting.length < MOST);
  return waiting;
}

/** Most that are answered at once. */
const MOST = 200;

/**
 * Takes what the issuer made over pages that it drew itself. The province draws the same, puts both documents together,
 * judges them as anybody would, and keeps them. Repeating it changes nothing.
 * @throws Refusal RENDERING_UNKNOWN, ALREADY_SIGNED when another is kept, DISPLAY_MISSING, DOCUMENT_SIGNATURE_INVALID,
 *   SEAL_UNKNOWN, SEAL_NOT_ACTIVE, TIME_STAMP_UNAVAILABLE; ContractError with the state of a certificate that is not valid
 */
export async function renderingSealed(
  desk: CertificateDesk,
  asker: Asker,
  named: Pick<RenderingFile, 'certificate' | 'rendering'>,
  request: RenderingSealing,
): Promise<RenderingView> {
  const { files, blobs, documents } = desk.renderings;
  const { value: file } = await load(desk, named.certificate, ({ issuer, issued }) => {
    return issuer === asker.identifier && issued !== undefined;
  });
  const known = await files.get(keyOf(named));
  const rendering = known?.value ?? originalOf(desk, file, named.rendering);
  const at = new Date(request.at);
  const drawn = await drawnFor(desk, rendering, file.issued?.credential ?? {}, at);
  const { ofd, seal } = putTogether(desk, drawn, request, at);
  const kept = blobs.keep(ofd);
  if (rendering.sealed !== undefined) {
    if (rendering.sealed.ofd !== kept.digest) throw new Refusal('ALREADY_SIGNED');
    return viewOf(rendering);
  }
  await requireStanding(desk, named.certificate);
  const by = asker.identifier;
  const { trustedAt } = await requireSealed(documents, { document: ofd, by, at: request.at });
  await requireSealInUse(documents, by, request.seal, seal, trustedAt);
  const pdf = blobs.keep(await signedPdf(desk, asker, drawn, request));
  const names = { ofd: kept.digest, pdf: pdf.digest };
  const after = { ...rendering, sealed: { at: request.at, seal: request.seal, ...names } };
  await desk.store.write([kept.change, pdf.change, files.put(keyOf(named), after, known?.version ?? 0)]);
  return viewOf(after);
}

/** The certificate itself is not asked for: its issuer seals it when it likes. */
function originalOf(
  desk: CertificateDesk,
  { certificate, type, issuer, holder }: Pick<RenderingFile, 'certificate' | 'type' | 'issuer' | 'holder'>,
  rendering: string,
): RenderingFile {
  if (rendering !== ORIGINAL) throw new Refusal('RENDERING_UNKNOWN');
  return { schema: 1, rendering, certificate, type, issuer, holder, askedAt: desk.clock().toISOString() };
}

async function drawnFor(
  desk: CertificateDesk,
  { type, copy }: RenderingFile,
  credential: Parameters<CertificateDesk['renderings']['draw']>[1],
  at: Date,
): Promise<DrawnCertificate> {
  try {
    return await desk.renderings.draw(type, credential, copy, at);
  } catch (error) {
    if (error instanceof DisplayMissing) throw new Refusal(error.code);
    throw error;
  }
}

function putTogether(
  { provider }: CertificateDesk,
  drawn: DrawnCertificate,
  { sealSignature }: RenderingSealing,
  at: Date,
): { readonly ofd: Uint8Array; readonly seal: Seal } {
  const value = decode(sealSignature);
  try {
    const { seal } = readSealSignature(value);
    return { ofd: embedValue(prepareSealedCertificate(drawn, seal.der, at, provider), value), seal };
  } catch (error) {
    if (error instanceof OfdError || error instanceof DerError || error instanceof SealVersionError)
      throw invalidDocument('OFD', error.code);
    throw error;
  }
}

/** The issuer's signature inside what the province draws as well; with a time-stamp, and what it takes to check it later. */
async function signedPdf(
  desk: CertificateDesk,
  { identifier }: Asker,
  { pdf }: DrawnCertificate,
  request: RenderingSealing,
): Promise<Uint8Array> {
  const { documents } = desk.renderings;
  const cms = decode(request.cms);
  const prepared = preparedBy(decode(request.pdf), pdf);
  await requireSignedBy(documents, embedded(prepared, cms), identifier);
  try {
    return await completed(documents, embedded(prepared, await stamped(documents, cms)));
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal('TIME_STAMP_UNAVAILABLE', {}, { cause });
  }
}

function preparedBy(bytes: Uint8Array, base: Uint8Array): ReturnType<typeof openPrepared> {
  try {
    return openPrepared(bytes, base, ISSUER_FIELD);
  } catch (error) {
    if (error instanceof PdfError) throw invalidDocument('PDF', error.code);
    throw error;
  }
}

function decode(text: string): Uint8Array {
  return fromBase64url(text) ?? new Uint8Array();
}
