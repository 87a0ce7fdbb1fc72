import type { CryptoProvider } from '@renxin/seal/crypto';
import {
  createTimeStampAuthority,
  POLICY_TEST_TIME_STAMP,
  timeStampRequest,
  type TimeStampAuthority,
} from '@renxin/seal/tsa';
import { ministry } from '../demonstration/organisations.js';
import type { TimeStamping } from '../labor-contract/time-stamping.js';
import { CertificateAuthority } from '../pki/certificate-authority.js';
import type { Base, TimeStampAuthorities } from './base.js';

/** The platform's two time-stamp authorities. */
export function timeStampAuthorities({
  keys,
  hierarchy,
  provider,
  clock,
  random,
  store,
}: Omit<Base, 'authorities'>): TimeStampAuthorities {
  const issuer = (name: 'root' | 'root-p256') =>
    new CertificateAuthority({
      name,
      organisation: ministry.id,
      issuer: {
        signer: keys.signer(name),
        certificate: name === 'root' ? hierarchy.root : hierarchy.rootP256,
      },
      store,
      provider,
      clock,
      random,
    });
  const [root, rootP256] = [issuer('root'), issuer('root-p256')];
  const common = {
    policy: POLICY_TEST_TIME_STAMP,
    clock,
    // 120 random bits: none is given twice, without a counter that a crash could turn back.
    serials: async () => random(15).reduce((number, byte) => (number << 8n) | BigInt(byte), 1n),
    accuracy: { seconds: 1 },
    provider,
  };
  return {
    sm2: createTimeStampAuthority({
      ...common,
      signer: keys.signer('time-stamp-sm2'),
      certificate: hierarchy.timeStampSm2,
      chain: [],
      crls: async () => [await root.revocationList()],
    }),
    ecdsa: createTimeStampAuthority({
      ...common,
      signer: keys.signer('time-stamp-p256'),
      certificate: hierarchy.timeStampP256,
      chain: [],
      crls: async () => [await rootP256.revocationList()],
    }),
  };
}

/** A client of both, for whoever needs tokens in this process. */
export function timeStampingBy(
  { sm2, ecdsa }: TimeStampAuthorities,
  provider: CryptoProvider,
  random: (length: number) => Uint8Array,
): TimeStamping {
  const ask = (authority: TimeStampAuthority, data: Uint8Array): Promise<Uint8Array> => {
    const { algorithm } = authority;
    return authority.respond(
      timeStampRequest({
        digest: provider.hash(algorithm, data),
        algorithm,
        nonce: random(8),
        certReq: true,
      }),
    );
  };
  return { sm2: (data) => ask(sm2, data), ecdsa: (data) => ask(ecdsa, data) };
}
