import type { CryptoProvider } from '@renxin/seal/crypto';
import {
  createTimeStampAuthority,
  POLICY_TEST_TIME_STAMP,
  timeStampRequest,
  type TimeStampAuthority,
} from '@renxin/seal/tsa';
import type { TimeStamping } from '../labor-contract/time-stamping.js';
import type { AuthorityName } from '../pki/authorities.js';
import type { HierarchyName } from '../pki/hierarchy.js';
import type { Base, TimeStampAuthorities } from './base.js';

/** The platform's time-stamp authorities. */
export function timeStampAuthorities({
  keys,
  hierarchy,
  rsaHierarchy,
  certificateAuthorities,
  provider,
  clock,
  random,
  clockWatch,
}: Omit<Base, 'authorities'>): TimeStampAuthorities {
  const authority = (
    name: HierarchyName & `time-stamp-${string}`,
    certificate: Uint8Array,
    issuer: AuthorityName,
  ): TimeStampAuthority =>
    createTimeStampAuthority({
      policy: POLICY_TEST_TIME_STAMP,
      clock,
      doubt: () => clockWatch.doubt(),
      // 120 random bits: none is given twice, without a counter that a crash could turn back.
      serials: async () => random(15).reduce((number, byte) => (number << 8n) | BigInt(byte), 1n),
      accuracy: { seconds: 1 },
      provider,
      signer: keys.certificateSigner(name),
      certificate,
      chain: [],
      crls: async () => [await (await certificateAuthorities.of(issuer)).revocationList()],
    });
  let rsa: TimeStampAuthority | undefined;
  return {
    sm2: authority('time-stamp-sm2', hierarchy.timeStampSm2, 'root'),
    ecdsa: authority('time-stamp-p256', hierarchy.timeStampP256, 'root-p256'),
    rsa: async () => {
      const { timeStampRsa } = await rsaHierarchy.made();
      rsa ??= authority('time-stamp-rsa', timeStampRsa, 'root-rsa');
      return rsa;
    },
  };
}

/** Sends a request to the authority for its imprint: SM3 to the one with SM2, SHA-256 to the one with ECDSA. */
export function askOf({ sm2, ecdsa }: TimeStampAuthorities): (request: Uint8Array) => Promise<Uint8Array> {
  return (request) => (wantsSm3(request) ? sm2 : ecdsa).respond(request);
}

/** True when the request's imprint names SM3 (1.2.156.10197.1.401): its OID stands near the front. */
export function wantsSm3(request: Uint8Array): boolean {
  return Buffer.from(request.subarray(0, 48)).includes(Buffer.from('06082a811ccf55018311', 'hex'));
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
