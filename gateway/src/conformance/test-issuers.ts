import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import { multikeyOfMethod, type SuiteSigner } from '@renxin/credentials/data-integrity';
import { generateP384Signer } from '@renxin/credentials/rdfc';
import { generateBbsSigner } from '@renxin/credentials/selective';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import { VC_JWT, type IssuingKey } from '../vcalm/index.js';

/** An issuer of the conformance server: one key, made at start and kept nowhere, under one prefix of paths. */
export interface TestIssuer {
  readonly prefix: string;
  /** `did:key` of its key. */
  readonly did: string;
  readonly key: IssuingKey;
  /** Whether what it issues has a status. */
  readonly hasStatus: boolean;
  /** Whether it has a status of messages as well, also where a caller does not ask for one. */
  readonly hasMessages: boolean;
}

/** One for each public suite of tests. */
export async function testIssuers(): Promise<readonly TestIssuer[]> {
  const ed25519 = (): SuiteSigner => generateAssertionSigner().signer;
  const p256 = (): SuiteSigner => generateSigner('P-256').signer;
  return [
    issuer('', 'eddsa-rdfc-2022', ed25519()),
    issuer('/eddsa-jcs-2022', 'eddsa-jcs-2022', ed25519()),
    issuer('/ecdsa-rdfc-2019', 'ecdsa-rdfc-2019', p256()),
    issuer('/ecdsa-rdfc-2019/P-384', 'ecdsa-rdfc-2019', generateP384Signer()),
    issuer('/ecdsa-sd-2023', 'ecdsa-sd-2023', p256()),
    issuer('/bbs-2023', 'bbs-2023', await generateBbsSigner()),
    issuer('/status', 'eddsa-rdfc-2022', ed25519(), { hasStatus: true }),
    issuer('/status/message', 'eddsa-rdfc-2022', ed25519(), { hasStatus: true, hasMessages: true }),
    issuer('/vc-jwt', VC_JWT, p256()),
  ];
}

/** Keys are in their names: nothing is asked of anybody. */
export const resolveDid = createDidResolver({});
export const methodOf = methodsFrom(resolveDid);

function issuer(
  prefix: string,
  cryptosuite: string,
  signer: SuiteSigner,
  { hasStatus = false, hasMessages = false } = {},
): TestIssuer {
  const multikey = multikeyOfMethod(signer.key);
  const did = `did:key:${multikey}`;
  const key = { cryptosuite, verificationMethod: `${did}#${multikey}`, signer };
  return { prefix, did, key, hasStatus, hasMessages };
}
