import { toBase64url } from '@renxin/chaincode/canonical';
import { createHmac } from 'node:crypto';
import type { CertificateDesk } from '../certificates/desk.js';
import { hosted } from '../demonstration/organisations.js';
import type { IssuanceDesk } from '../openid4vci/desk.js';
import { grant, pushed } from '../openid4vci/grant.js';
import { DpopProofs } from '../session/dpop.js';
import { Nonces } from '../session/nonces.js';
import { JsonRecords } from '../store/index.js';
import type { Base } from './base.js';

/** How long a nonce of the nonce endpoint can be answered, in milliseconds. */
const NONCE_LIFETIME = 300_000;

/** Issuing to wallets of any make, at the desk at which certificates are issued. */
export function issuance(
  { store, clock, random, keys, provider }: Base,
  certificates: CertificateDesk,
): IssuanceDesk {
  const { organisation } = certificates;
  const secret = keys.secret(`token-${organisation}`);
  return {
    certificates,
    grants: new JsonRecords(store, `${organisation}/wallet-grant`, grant),
    pushed: new JsonRecords(store, `${organisation}/wallet-authorisation`, pushed),
    nonces: new Nonces({ random, clock, lifetime: NONCE_LIFETIME }),
    dpop: new DpopProofs(clock, (key, message, signature) => provider.verify(key, message, signature)),
    name: hosted.find(({ id }) => id === organisation)?.name ?? organisation,
    keyed: (words) => toBase64url(createHmac('sha256', secret).update(`openid4vci ${words}`).digest()),
  };
}
