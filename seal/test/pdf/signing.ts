import {
  addValidationData,
  signPdf,
  stampPdf,
  verifyPdf,
  type PdfReport,
  type Stamper,
} from '../../src/pdf/index.js';
import { timeStampRequest } from '../../src/tsa/index.js';
import type { KeyAlgorithm } from '../../src/x509/index.js';
import { activation, authorityOf, provider, T0, type World } from '../world.js';

/** Signing and verifying PDFs in a small world. */

/** A stamper of the world's authority. */
export function stamperOf(
  world: World<KeyAlgorithm>,
  overrides: Parameters<typeof authorityOf>[1] = {},
): Stamper {
  const authority = authorityOf(world, overrides);
  const algorithm = world.algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  return async (...parts) => {
    const digest = provider.hash(algorithm, ...parts);
    return authority.respond(timeStampRequest({ digest, algorithm, certReq: true }));
  };
}

export function signBy(
  world: World<KeyAlgorithm>,
  document: Uint8Array,
  field: string,
  options: {
    readonly stamper?: Stamper;
    readonly form?: 'pades' | 'gm-t-0010';
    readonly by?: Pick<World<KeyAlgorithm>['person'], 'signer' | 'certificate'>;
    readonly request?: Partial<Parameters<typeof signPdf>[1]>;
  } = {},
): Promise<Uint8Array> {
  const { signer, certificate } = options.by ?? world.person;
  const request = { form: options.form ?? ('pades' as const), field, at: T0, ...options.request };
  const by = { signer, certificate, chain: [world.province.certificate], activation, provider };
  return signPdf(document, request, by, options.stamper);
}

/** What it takes to check the world's signatures later. */
export function withValidationData(
  world: World<KeyAlgorithm>,
  document: Uint8Array,
  fields: readonly string[],
  crls = world.crls,
): Uint8Array {
  const certificates = [world.person.certificate, world.province.certificate, world.root.certificate];
  return addValidationData(document, { certificates, crls, ocsps: [], fields });
}

/** Signature with time-stamp, validation data, time-stamp over it all. */
export async function longTerm(world: World<KeyAlgorithm>, document: Uint8Array): Promise<Uint8Array> {
  const stamper = stamperOf(world);
  const signed = await signBy(world, document, 'worker', { stamper });
  return stampPdf(withValidationData(world, signed, ['worker']), 'time', stamper);
}

export function verifyIn(
  world: World<KeyAlgorithm>,
  document: Uint8Array,
  more: Partial<Parameters<typeof verifyPdf>[0]> = {},
): PdfReport {
  const roots = [world.root.certificate];
  return verifyPdf({ document, roots: { signers: roots, timeStamps: roots }, now: T0, provider, ...more });
}
