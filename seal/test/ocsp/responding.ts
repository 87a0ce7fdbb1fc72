import {
  ocspRequest,
  respondOcsp,
  type CertificateStatus,
  type OcspResponder,
} from '../../src/ocsp/index.js';
import { readCertificate, type KeyAlgorithm } from '../../src/x509/index.js';
import { activation, DAY, issueUnder, provider, T0, type Holder, type World } from '../world.js';

/** A responder of the province for its people. */
export async function delegate(world: World<KeyAlgorithm>): Promise<Holder<KeyAlgorithm>> {
  return issueUnder(
    { algorithm: world.algorithm, random: world.random, issuer: world.province },
    'ocsp-responder',
    {
      subject: { country: 'CN', commonName: '演示 OCSP' },
    },
  );
}

export function asking(
  world: World<KeyAlgorithm>,
  nonce?: Uint8Array,
  serials = [readCertificate(world.person.certificate).serial],
): Uint8Array {
  const issuer = readCertificate(world.province.certificate);
  const hash = world.algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  return ocspRequest({ issuer, serials, hash, provider, ...(nonce !== undefined && { nonce }) });
}

export function answer(
  world: World<KeyAlgorithm>,
  by: Pick<Holder<KeyAlgorithm>, 'signer' | 'certificate'>,
  status: CertificateStatus,
  overrides: Partial<OcspResponder> & { readonly request?: Uint8Array } = {},
): Promise<Uint8Array> {
  const { request = asking(world), ...others } = overrides;
  return respondOcsp(request, {
    issuer: world.province.certificate,
    signer: by.signer,
    certificate: by.certificate,
    statusOf: async () => status,
    now: T0,
    validFor: DAY,
    activation,
    provider,
    ...others,
  });
}
