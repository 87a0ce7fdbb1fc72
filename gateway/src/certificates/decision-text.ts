import { fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import type { certificateRecords } from '@renxin/chaincode/contracts';
import { commitment } from '@renxin/seal/crypto';
import { textKey } from './certificate-file.js';
import type { CertificateDesk } from './desk.js';

/** The text that says in which state a certificate is that was set aside: it stays here, the ledger has a commitment. */

/** Keeps the text of the decision that makes this state. @returns the commitment */
export async function keepText(
  desk: CertificateDesk,
  { certificate, sequence }: { readonly certificate: string; readonly sequence: number },
  text: string,
): Promise<string> {
  const salt = desk.random(32);
  const digest = desk.provider.hash('SM3', new TextEncoder().encode(text));
  const opening = { salt: toBase64url(salt), digest: toBase64url(digest) };
  const key = textKey(certificate, sequence);
  const before = await desk.texts.get(key);
  const file = { schema: 1 as const, certificate, sequence, text, opening };
  await desk.store.write([desk.texts.put(key, file, before?.version ?? 0)]);
  return commitment(desk.provider, salt, digest);
}

/** What was said about one of its states, the first being 1: only the text to which the ledger's decision commits. */
export async function textOf(
  desk: CertificateDesk,
  { certificate, states }: certificateRecords.CertificateRecord,
  sequence: number,
): Promise<string | undefined> {
  const decision = states[sequence - 1]?.decision;
  if (decision === undefined || !('text' in decision)) return undefined;
  const kept = (await desk.texts.get(textKey(certificate, sequence)))?.value;
  if (kept === undefined) return undefined;
  const salt = fromBase64url(kept.opening.salt) ?? new Uint8Array();
  const digest = desk.provider.hash('SM3', new TextEncoder().encode(kept.text));
  return commitment(desk.provider, salt, digest) === decision.text ? kept.text : undefined;
}
