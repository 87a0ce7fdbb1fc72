import { toBase64url } from '@renxin/chaincode/canonical';
import { digest, instant, messageBytes, sessionOpening } from '@renxin/chaincode/messages';
import type { Signer } from '@renxin/seal/signer';
import { z } from 'zod';
import { hosted, provincesAccreditations, type Organisation } from '../demonstration/organisations.js';
import type { Accreditation } from '../founding/change.js';
import { json, jsonAnswer, route, type Route } from '../http/route.js';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';

export interface OfficialsMeans {
  readonly ledger: string;
  /** The registry key of a hosted organisation. */
  readonly signerOf: (organisation: string) => Signer;
  /** Accredits an organisation, when that has not happened yet. */
  readonly accredit: (accreditation: Accreditation) => Promise<void>;
}

const official = z.strictObject({ organisation: z.string().regex(/^[a-z0-9-]{2,48}$/) });

/** Whose desks the page can open: the provinces. */
const desks: readonly Organisation[] = hosted.filter(({ role }) => role === 'province');

/**
 * The demonstration's sign-in at a province's desk. Elsewhere an official's own device signs `session/open` with the
 * organisation's key; here the demonstration signs it, for a key that the official's browser made and keeps to itself.
 * Nothing else is signed. Only on a platform with demonstration data, which listens on loopback.
 */
export function officialRoutes({ ledger, signerOf, accredit }: OfficialsMeans): readonly Route[] {
  const list = route({
    method: 'GET',
    path: '/play/officials',
    scope: 'platform',
    operationId: 'listOfficials',
    summary: { zh: '演示：可以登录的省', en: 'Demonstration: the desks at which one can sign in' },
    access: 'public',
    responses: { 200: jsonAnswer(z.unknown(), 'gateway/src/play/format.ts') },
    refusals: [],
    handler: () => ({
      status: 200,
      body: { ledger, desks: desks.map(({ id, name, region, uscc }) => ({ id, name, region, uscc })) },
    }),
  });
  const sign = route({
    method: 'POST',
    path: '/play/officials/{organisation}/opening',
    scope: 'platform',
    operationId: 'signOfficialsOpening',
    summary: {
      zh: '演示：为本浏览器的密钥签署登录请求',
      en: 'Demonstration: sign the opening of a session for a key of this browser',
    },
    access: 'public',
    params: official,
    body: json(z.strictObject({ thumbprint: digest, nonce: sessionOpening.shape.nonce, at: instant }), 1024),
    responses: { 200: jsonAnswer(z.unknown(), 'What POST /api/v1/session takes') },
    refusals: ['NOT_FOUND'],
    idempotency: 'none',
    handler: async ({ platform, params, body: { thumbprint, nonce, at } }) => {
      const desk = desks.find(({ id }) => id === params.organisation);
      if (desk === undefined) throw new Refusal('NOT_FOUND');
      for (const each of provincesAccreditations(desk)) await accredit(each);
      const audience = `${platform.publicUrl()}/orgs/${desk.id}`;
      const body = { identifier: desk.id, audience, thumbprint, nonce, at };
      const signer = signerOf(desk.id);
      const message = messageBytes('session/open', ledger, body);
      const activation = unattended('session/open', platform.clock());
      const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
      return { status: 200, body: { body, signature: toBase64url(signature) } };
    },
  });
  return [list, sign];
}
