import type { CertificateSigner } from '@renxin/seal/signer';
import { guangdong, ministry } from '../demonstration/organisations.js';
import { addressesOf } from '../pki/addresses.js';
import type { AuthorityName, CertificateAuthorities } from '../pki/authorities.js';
import type { KeyRing } from '../keys/key-ring.js';
import { CertificateAuthority } from '../pki/certificate-authority.js';
import type { Base } from './base.js';

/** Every authority, over its key of the ring and its certificate of the hierarchy. */
export function certificateAuthorities({
  keys,
  hierarchy,
  rsaHierarchy,
  sealMakers,
  provider,
  clock,
  random,
  store,
  publicUrl,
}: Pick<
  Base,
  | 'keys'
  | 'hierarchy'
  | 'rsaHierarchy'
  | 'sealMakers'
  | 'provider'
  | 'clock'
  | 'random'
  | 'store'
  | 'publicUrl'
>): CertificateAuthorities {
  const authority = (
    name: AuthorityName,
    certificate: Uint8Array,
    adopted: readonly Uint8Array[] = [],
  ): CertificateAuthority =>
    new CertificateAuthority({
      name,
      organisation: ownerOf(name),
      issuer: { signer: keys.certificateSigner(name), certificate },
      addresses: () => addressesOf(publicUrl(), name),
      responder: () => responderSigner(keys, name),
      adopted,
      store,
      provider,
      clock,
      random,
    });
  const ready = {
    root: authority('root', hierarchy.root, [hierarchy.province, hierarchy.timeStampSm2]),
    province: authority('province', hierarchy.province),
    'root-p256': authority('root-p256', hierarchy.rootP256, [
      hierarchy.provinceP256,
      hierarchy.timeStampP256,
    ]),
    'province-p256': authority('province-p256', hierarchy.provinceP256),
    'seal-makers': authority('seal-makers', sealMakers.root, [sealMakers.maker]),
  };
  const withRsa = async () => {
    const { rootRsa, provinceRsa, timeStampRsa } = await rsaHierarchy.made();
    rsa ??= {
      'root-rsa': authority('root-rsa', rootRsa, [provinceRsa, timeStampRsa]),
      'province-rsa': authority('province-rsa', provinceRsa),
    };
    return rsa;
  };
  let rsa: Record<'root-rsa' | 'province-rsa', CertificateAuthority> | undefined;
  return {
    ready,
    of: async (name) =>
      name === 'root-rsa' || name === 'province-rsa' ? (await withRsa())[name] : ready[name],
    all: async () => [
      ready.province,
      ready['province-p256'],
      ready.root,
      ready['root-p256'],
      ready['seal-makers'],
      ...((await rsaHierarchy.isMade()) ? Object.values(await withRsa()) : []),
    ],
  };
}

/** Responders have keys of their own, made when they are first needed. */
async function responderSigner(keys: KeyRing, name: AuthorityName): Promise<CertificateSigner> {
  const own = `ocsp-${name}`;
  await keys.ensure({ [own]: keys.certificateSigner(name).key.algorithm });
  return keys.certificateSigner(own);
}

/** The organisation whose authority it is. */
export function ownerOf(name: AuthorityName): string {
  return name.startsWith('province') ? guangdong.id : ministry.id;
}
