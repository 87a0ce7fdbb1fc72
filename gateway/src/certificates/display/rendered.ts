import {
  annotatedCopy,
  COPY,
  RENDERED,
  rendered,
  type AnnotatedCopy,
  type Rendered,
} from '@renxin/archive/rendering';
import { canonical, canonicalBytes, toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import type { Sm3 } from '../../labor-contract/document/layout.js';

/** Of which credential the pages are the display. @throws TypeError for a credential without an `id` */
export function renderedOf(type: string, credential: JsonObject, sm3: Sm3): Rendered {
  const { id } = credential;
  if (typeof id !== 'string') throw new TypeError('a credential without a name');
  return { certificate: id, credential: toBase64url(sm3(canonicalBytes(credential))), type };
}

/** What OFD holds as CustomDatas and PDF in its document information: canonical JSON by its names. */
export function bindingData(of: Rendered, copy?: AnnotatedCopy): ReadonlyMap<string, string> {
  const data = new Map([[RENDERED, canonical(rendered.parse(of))]]);
  if (copy !== undefined) data.set(COPY, canonical(annotatedCopy.parse(copy)));
  return data;
}
