import type { Json } from '@renxin/chaincode/canonical';
import { embedValue, openOfd, prepareSignature } from '@renxin/seal/ofd';
import { stampedCms } from '@renxin/seal/pdf';
import { DerError } from '@renxin/seal/verify';
import { Refusal } from '../problem/index.js';
import { requireSignedIn } from '../sealed-documents/index.js';
import type { ContractFile, SigningFile } from './contract-file.js';
import type { Desk } from './desk.js';
import type { Layout } from './document/layout-view.js';
import { layoutOf, parsed } from './drafting.js';

/**
 * The document of a signing as OFD with the worker's own signature (`Type="Sign"`), made in the same act as the detached
 * one and with the same key. The employer's seal is put over it after the conclusion.
 */

/** What the worker's wallet looks at and signs: the same bytes for the same time. */
export async function unsignedOfd(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  at: string,
): Promise<Uint8Array> {
  const layout = (await layoutOf(desk, file, signing.amendment)) as Layout;
  return desk.press.ofd(layout, contentOf(file, signing), new Date(at));
}

/**
 * Puts the worker's CMS into its place, with a time-stamp when the authority answers; without one the signature stays, and
 * has its time from the employer's seal.
 * @throws Refusal DOCUMENT_SIGNATURE_INVALID
 */
export async function signedOfd(
  desk: Desk,
  file: ContractFile,
  signing: SigningFile,
  given: {
    readonly cms: Uint8Array;
    readonly at: string;
    readonly shown: string;
    readonly activation: string;
  },
): Promise<Uint8Array> {
  const { cms, at, shown, activation } = given;
  const ofd = openOfd(await unsignedOfd(desk, file, signing, at));
  const prepared = prepareSignature(ofd, { at: new Date(at), close: false }, desk.provider);
  const document = embedValue(prepared, cms);
  await requireSignedIn(desk, { document, by: file.worker, at, claims: { shown, activation } });
  const stamped = await stampedCms(cms, (bytes) => desk.timeStamping.sm2(bytes)).catch((error: unknown) => {
    if (error instanceof DerError) throw error;
    return cms;
  });
  return embedValue(prepared, stamped);
}

/** What the layout was made from: the terms, or for an amendment those before and after. */
function contentOf(file: ContractFile, { amendment, version }: SigningFile): Json {
  const after = termsOf(file, version);
  const before = file.signings.find((each) => each.amendment === amendment - 1);
  if (amendment === 0) return after;
  if (before === undefined) throw new Refusal('CONTRACT_STATE');
  return { schema: 1, number: amendment, before: termsOf(file, before.version), after };
}

function termsOf(file: ContractFile, version: number): ReturnType<typeof parsed> {
  const found = file.versions.find((each) => each.version === version);
  if (found === undefined) throw new TypeError('a signing without terms');
  return parsed(found.terms);
}
