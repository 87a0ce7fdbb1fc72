import {
  parseCanonical,
  canonicalBytes,
  JsonError,
  toBase64url,
  type Json,
} from '@renxin/chaincode/canonical';
import { dateInChina } from '@renxin/chaincode/messages';
import { distinguishedNameOf, readCertificate } from '@renxin/seal/verify';
import type { z } from 'zod';
import { annotatedCopy, COPY, RENDERED, rendered, type Rendered } from '../../rendering/index.js';
import type { Believed, Context } from '../context.js';
import { examineOneCredential } from '../credential/credential.js';
import { jsonOf } from '../credential/opening.js';
import { examineStatus, statusFileOf } from '../credential/status.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { NamedFile } from '../recognise.js';
import type { RenderedPages } from './pages.js';

type RenderedShown = Shown<'rendered', { readonly rendered: Rendered }>;

/**
 * The steps over what sealed pages hold about a certificate (docs/formats/certificate-display.md): of which credential they
 * are, to what a copy is bound, and, when the credential stands beside them, what holds of it. Nothing for other documents.
 */
export async function examineRendering(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  pages: RenderedPages | undefined,
  beside: readonly NamedFile[],
): Promise<void> {
  const { data = new Map<string, string>() } = pages ?? {};
  const [named, bound] = [data.get(RENDERED), data.get(COPY)];
  if (named === undefined && bound === undefined) return;
  const shown = await x.step('rendered', [], () => {
    const value = parsed(rendered, named);
    x.leavesOpen('PAGES_AS_DRAWN');
    return { code: 'RENDERED_OK', evidence: value, value: { rendered: value } };
  });
  if (bound !== undefined) await x.step('annotated-copy', [shown], (of) => checkCopy(x, context, of, bound));
  await examineSource(x, context, believed, shown, pages?.signers ?? [], beside);
}

/** Step `annotated-copy`: it may be used for this, towards this recipient, until the end of this day in China. */
function checkCopy(
  x: Examination,
  { asOf }: Context,
  { rendered: { credential } }: RenderedShown,
  text: string,
): Finding<object> {
  const copy = parsed(annotatedCopy, text);
  if (copy.source !== credential) throw new Fault('RENDERED_MALFORMED');
  x.leavesOpen('COPY_USE');
  if (copy.expires >= dateInChina(asOf)) return { code: 'COPY_OK', evidence: copy, value: {} };
  x.state = 'EXPIRED';
  return { code: 'COPY_EXPIRED', outcome: 'warn', evidence: copy, value: {} };
}

/** Step `rendered-credential`: the credential stands beside the pages, by its digest, and its issuer sealed them. */
async function examineSource(
  x: Examination,
  context: Context,
  believed: Believed | undefined,
  shown: RenderedShown | undefined,
  signers: readonly Uint8Array[],
  beside: readonly NamedFile[],
): Promise<void> {
  const file = shown && beside.find(({ bytes }) => digestOf(context, bytes) === shown.rendered.credential);
  const found = await x.step('rendered-credential', [shown], ({ rendered: { certificate } }) => {
    if (file === undefined) {
      x.leavesOpen('CREDENTIAL_STATE_UNKNOWN');
      return { code: 'CREDENTIAL_NOT_INCLUDED', outcome: 'warn', value: {} };
    }
    const { id, issuer } = jsonOf(file.bytes) as { readonly id?: unknown; readonly issuer?: unknown };
    if (id !== certificate) throw new Fault('RENDERED_MALFORMED');
    if (typeof issuer !== 'string' || !signers.some((der) => issuer.endsWith(`:${identifierOf(der)}`)))
      throw new Fault('RENDERED_BY_ANOTHER', { issuer });
    x.proves('CREDENTIAL_RENDERED');
    return { code: 'RENDERED_CREDENTIAL_OK', evidence: { file: file.name, issuer }, value: {} };
  });
  if (file === undefined || found === undefined) return;
  await x.within({ credential: file.name }, async () => {
    const examined = await examineOneCredential(x, context, believed, () => jsonOf(file.bytes));
    const wanted = statusFileOf(file.name).toLowerCase();
    const lists = beside.find(({ name }) => name.toLowerCase() === wanted);
    await examineStatus(x, context, believed, examined, lists);
  });
}

/** @throws Fault RENDERED_MALFORMED for anything but canonical JSON of this form */
function parsed<T extends z.ZodType>(schema: T, text: string | undefined): z.infer<T> {
  try {
    return schema.parse(parseCanonical(new TextEncoder().encode(text ?? '')));
  } catch (cause) {
    throw new Fault('RENDERED_MALFORMED', {}, { cause });
  }
}

/** SM3 of the canonical form of a JSON document; undefined for anything else. */
function digestOf({ provider }: Context, bytes: Uint8Array): string | undefined {
  if (bytes[0] !== 0x7b || bytes.length > MOST) return undefined;
  try {
    const value: Json = jsonOf(bytes);
    return toBase64url(provider.hash('SM3', canonicalBytes(value)));
  } catch (error) {
    if (error instanceof Fault || error instanceof JsonError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Larger documents are no credentials. */
const MOST = 262_144;

/** The registered identifier in whose name a certificate was issued. */
function identifierOf(der: Uint8Array): string {
  return distinguishedNameOf(readCertificate(der).subject)?.serialNumber ?? '';
}
