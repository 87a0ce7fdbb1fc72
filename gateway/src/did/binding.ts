import { canonicalBytes } from '@renxin/chaincode/canonical';
import {
  dereferenced,
  readDidUrl,
  type Dereferenced,
  type DereferencingError,
  type DidResolver,
} from '@renxin/credentials/did';
import { acceptedOf } from './accepted.js';
import type { IdentifierAsked } from './asked.js';
import { errors } from './errors.js';

/** An answer of the HTTP binding of DID Resolution (docs/formats/did-resolution.md). */
export interface BindingAnswer {
  readonly status: (typeof errors)[keyof typeof errors]['status'] | 200 | 303 | 410;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

const RESOLUTION = 'application/did-resolution';
const DEREFERENCING = 'application/did-url-dereferencing';
/** The form before DID Resolution was a W3C document: errors are words. */
const OLD = 'application/ld+json;profile="https://w3id.org/did-resolution"';
/** The document, or what the URL names in it, and nothing beside it. */
const CONTENT = ['application/did', 'application/did+json', 'application/did+ld+json'] as const;
const forms = [RESOLUTION, DEREFERENCING, OLD, ...CONTENT] as const;
type Form = (typeof forms)[number];

/** Answers for a DID or a DID URL in the form that is asked for. */
export async function bindingAnswer(
  resolve: DidResolver,
  { asked, options }: IdentifierAsked,
  accept: string | undefined,
): Promise<BindingAnswer> {
  const form = acceptedOf(accept, forms);
  const isUrl = /[/?#]/.test(asked);
  if (form === undefined)
    return refusal(isUrl ? DEREFERENCING : RESOLUTION, isUrl, 'representationNotSupported');
  // Whoever asks for neither form gets that of what it asks for.
  const wanted = form === RESOLUTION && isUrl && !isNamed(accept, RESOLUTION) ? DEREFERENCING : form;
  if (wanted === RESOLUTION && isUrl) return refusal(wanted, isUrl, 'invalidDid');
  if (readDidUrl(asked) === undefined) return refusal(wanted, isUrl, isUrl ? 'invalidDidUrl' : 'invalidDid');
  const found = await dereferenced(resolve, asked, options);
  if (found.kind === 'refused') return refusal(wanted, isUrl, found.error);
  if (found.kind === 'endpoint') return { status: 303, headers: { Location: found.url }, body: NOTHING };
  return success(wanted, isUrl, found);
}

const NOTHING = new Uint8Array();

function isNamed(accept: string | undefined, form: Form): boolean {
  return accept?.toLowerCase().includes(form) === true;
}

function success(
  form: Form,
  isUrl: boolean,
  { content, metadata }: Extract<Dereferenced, { kind: 'content' }>,
): BindingAnswer {
  const status = metadata.deactivated === true ? 410 : 200;
  const said = { contentType: 'application/did' };
  switch (form) {
    case RESOLUTION:
      return answer(status, form, {
        didDocument: content,
        didResolutionMetadata: said,
        didDocumentMetadata: metadata,
      });
    case DEREFERENCING:
      return answer(status, form, {
        contentStream: content,
        dereferencingMetadata: { contentType: form },
        contentMetadata: metadata,
      });
    case OLD:
      return answer(status, form, {
        '@context': OLD_CONTEXT,
        didDocument: content,
        [isUrl ? 'didDereferencingMetadata' : 'didResolutionMetadata']: said,
        didDocumentMetadata: metadata,
      });
    default:
      return answer(status, form, content);
  }
}

const OLD_CONTEXT = 'https://w3id.org/did-resolution/v1';

function refusal(form: Form, isUrl: boolean, code: DereferencingError): BindingAnswer {
  const { type, status, title, old } = errors[code];
  const error = { type: `https://www.w3.org/ns/did#${type}`, title };
  switch (form) {
    case DEREFERENCING:
      return answer(status, form, {
        contentStream: null,
        dereferencingMetadata: { error },
        contentMetadata: {},
      });
    case OLD:
      // "If unsuccessful, this value MUST be empty": there it is an empty map.
      return answer(status, form, {
        '@context': OLD_CONTEXT,
        didDocument: {},
        [isUrl ? 'didDereferencingMetadata' : 'didResolutionMetadata']: { error: old },
        didDocumentMetadata: {},
      });
    default:
      return answer(status, RESOLUTION, {
        didDocument: null,
        didResolutionMetadata: { error },
        didDocumentMetadata: {},
      });
  }
}

function answer(status: BindingAnswer['status'], contentType: string, value: unknown): BindingAnswer {
  return { status, headers: { 'Content-Type': contentType }, body: canonicalBytes(value) };
}
