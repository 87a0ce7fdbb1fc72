import {
  prepareSignature,
  signerCertificateOf,
  type PdfSignatureReport,
  type Place,
  type PreparedPdf,
} from '@renxin/seal/pdf';
import { DerError, type Certificate } from '@renxin/seal/verify';
import { Refusal } from '../problem/index.js';
import { embedded, invalidDocument, requireSignedBy, stamped } from '../sealed-documents/index.js';
import type { ContractFile, SigningFile } from './contract-file.js';
import type { Desk } from './desk.js';
import { layoutOf, parsed } from './drafting.js';

/**
 * The document of a signing with the parties' signatures inside (docs/formats/signed-pdf.md). The detached ones are what
 * the ledger's rules know; these are made in the same acts, so that any reader of PDF can check them.
 */

export type Role = 'worker' | 'employer';

/** When, by the signer's clock, and with which certificate (serial number, hexadecimal): what a stamp says. */
export interface SigningTime {
  readonly at: string;
  readonly serial: string;
}

/** The document as it stands: with the signatures inside that were made so far. */
export async function documentOf(desk: Desk, signing: SigningFile): Promise<Uint8Array> {
  const bytes = await desk.blobs.get(signing.inside ?? signing.pdf);
  if (bytes === undefined) throw new Refusal('NOT_FOUND');
  return bytes;
}

/** The document with an empty place for a party's signature. The same question has the same answer until somebody signs. */
export async function prepare(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  role: Role,
  { at, serial }: SigningTime,
): Promise<PreparedPdf> {
  const place = placeOf(await layoutOf(desk, file, signing.amendment), role);
  const name = nameOf(file, signing, role);
  const stamp = await desk.press.stamp(
    { role, name, at: new Date(at), serial, address: desk.verificationDesk() },
    place.size,
  );
  return prepareSignature(await documentOf(desk, signing), {
    form: 'pades',
    field: role,
    place,
    stamp,
    at: new Date(at),
    name,
    reason: role === 'worker' ? '劳动者签名' : '用人单位盖章',
  });
}

/**
 * Puts a party's CMS into its place, with a time-stamp when the authority answers; without one the signature stays, and a
 * later time-stamp over the document gives it its time.
 * @throws Refusal DOCUMENT_MOVED when the other party signed in between, DOCUMENT_SIGNATURE_INVALID
 */
export async function embed(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  role: Role,
  given: {
    readonly cms: Uint8Array;
    readonly at: string;
    readonly shown: string;
    readonly activation: string;
  },
): Promise<Uint8Array> {
  const certificate = certificateIn(given.cms);
  const prepared = await prepare(desk, file, signing, role, { at: given.at, serial: certificate.serial });
  const plain = embedded(prepared, given.cms);
  requireClaims(await requireSignedBy(desk, plain, file[role]), given);
  return embedded(prepared, await stamped(desk, given.cms));
}

/** The signature is about what was shown to the party, and of the activation that it says. */
function requireClaims(
  { claims }: PdfSignatureReport,
  { shown, activation }: { readonly shown: string; readonly activation: string },
): void {
  if (claims.shown !== shown || claims.activation !== activation) throw invalidDocument('PDF', 'CLAIMS');
}

function certificateIn(cms: Uint8Array): Certificate {
  try {
    return signerCertificateOf(cms);
  } catch (error) {
    if (error instanceof DerError) throw invalidDocument('PDF', error.code);
    throw error;
  }
}

/** The area that the layout leaves for a party, as PDF counts: points from the lower left corner. */
function placeOf(
  layout: { readonly pages: readonly unknown[] },
  role: Role,
): Place & { readonly size: { readonly width: number; readonly height: number } } {
  for (const [page, each] of (layout.pages as readonly Area[]).entries()) {
    const area = each.areas.find(({ party }) => party === role);
    if (area === undefined) continue;
    const { x, y, width, height } = area;
    const [bottom, top] = [each.height - y - height, each.height - y];
    return {
      page,
      rectangle: [points(x), points(bottom), points(x + width), points(top)],
      size: { width, height },
    };
  }
  throw new TypeError('a layout without a place for a signature');
}

interface Area {
  readonly height: number;
  readonly areas: readonly {
    readonly party: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
}

/** Two digits are a hundredth of a millimetre, and less than what a wallet allows. */
function points(micrometres: number): number {
  return Math.round((micrometres * 7200) / 25_400) / 100;
}

function nameOf(file: ContractFile, signing: SigningFile, role: Role): string {
  const version = file.versions.find((each) => each.version === signing.version);
  if (version === undefined) throw new TypeError('a signing without terms');
  return parsed(version.terms)[role].name;
}
