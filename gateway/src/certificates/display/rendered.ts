import { canonical, canonicalBytes, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import { digest } from '@renxin/chaincode/messages';
import { z } from 'zod';
import type { Sm3 } from '../../labor-contract/document/layout.js';
import { annotatedCopy, type AnnotatedCopy } from './copy.js';

/** Of which credential a page is the display. It stands in the data that is sealed, and its digest on the page. */
export const rendered = z.strictObject({
  /** The credential's `id`. */
  certificate: z.string().max(300),
  /** SM3 of the credential's canonical form, with its proofs. */
  credential: digest,
  /** The type's word. */
  type: z.string().max(64),
});

export type Rendered = z.infer<typeof rendered>;

/** @throws TypeError for a credential without an `id` */
export function renderedOf(type: string, credential: JsonObject, sm3: Sm3): Rendered {
  const { id } = credential;
  if (typeof id !== 'string') throw new TypeError('a credential without a name');
  return { certificate: id, credential: toBase64url(sm3(canonicalBytes(credential))), type };
}

/**
 * What OFD holds as CustomDatas and PDF in its document information (docs/formats/certificate-display.md): canonical JSON
 * by name.
 */
export function bindingData(of: Rendered, copy?: AnnotatedCopy): ReadonlyMap<string, string> {
  const data = new Map([[RENDERED, canonical(rendered.parse(of))]]);
  if (copy !== undefined) data.set(COPY, canonical(annotatedCopy.parse(copy)));
  return data;
}

const RENDERED = 'renxin-rendered';
const COPY = 'renxin-copy';
