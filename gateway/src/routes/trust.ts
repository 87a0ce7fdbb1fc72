import { z } from 'zod';
import { binary, bytesAnswer, route } from '../http/route.js';
import { offlineVerifier } from '../offline-verifier.js';
import { authorityNames } from '../pki/authorities.js';
import type { Hierarchy, HierarchyName, RsaHierarchy } from '../pki/hierarchy.js';
import { Refusal } from '../problem/index.js';

/** What anybody may fetch to check the rest: the trust file, certificates, revocation lists, time-stamps. */

export const trustFile = route({
  method: 'GET',
  path: '/trust.json',
  scope: 'organisation',
  operationId: 'trustFile',
  summary: { zh: '信任文件（签名并注明日期）', en: 'The trust file, signed and dated' },
  access: 'public',
  responses: { 200: bytesAnswer('application/json', 'docs/formats/trust-file.md') },
  refusals: ['NOT_READY'],
  handler: async ({ organisation }) => ({ status: 200, body: await organisation.services.trust() }),
});

export const timeStamp = route({
  method: 'POST',
  path: '/tsa',
  scope: 'organisation',
  operationId: 'timeStamp',
  summary: {
    zh: '时间戳（RFC 3161）：SM3 摘要得 SM2 令牌，SHA-256 摘要得 ECDSA 令牌',
    en: 'Time-stamp (RFC 3161): an SM3 imprint gets an SM2 token, a SHA-256 imprint an ECDSA one',
  },
  access: 'public',
  body: binary(['application/timestamp-query'], 4096),
  responses: { 200: bytesAnswer('application/timestamp-reply', 'TimeStampResp, DER') },
  refusals: [],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const { sm2, ecdsa } = organisation.services.timeStamping;
    const authority = wantsSm3(body) ? sm2 : ecdsa;
    return { status: 200, body: await authority.respond(body) };
  },
});

export const timeStampRsa = route({
  method: 'POST',
  path: '/tsa/rsa',
  scope: 'organisation',
  operationId: 'timeStampRsa',
  summary: {
    zh: '时间戳（RFC 3161）：SHA-256 摘要得 RSA 令牌',
    en: 'Time-stamp (RFC 3161): a SHA-256 imprint gets an RSA token',
  },
  access: 'public',
  body: binary(['application/timestamp-query'], 4096),
  responses: { 200: bytesAnswer('application/timestamp-reply', 'TimeStampResp, DER') },
  refusals: [],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const authority = await organisation.services.timeStamping.rsa();
    return { status: 200, body: await authority.respond(body) };
  },
});

/** True when the request's imprint names SM3 (1.2.156.10197.1.401): its OID stands near the front. */
function wantsSm3(request: Uint8Array): boolean {
  return Buffer.from(request.subarray(0, 48)).includes(Buffer.from('06082a811ccf55018311', 'hex'));
}

/** Anybody may take the verifier home: it needs no network, and no platform. */
export const verifierPage = route({
  method: 'GET',
  path: '/verify.html',
  scope: 'platform',
  operationId: 'offlineVerifier',
  summary: {
    zh: '离线核验页（一个 HTML 文件，断网可用）',
    en: 'The offline verifier: one HTML file that works with the network off',
  },
  access: 'public',
  responses: { 200: bytesAnswer('text/html; charset=utf-8', 'To be kept, and opened from the disk') },
  refusals: ['NOT_FOUND'],
  handler: async () => {
    const body = await offlineVerifier();
    if (body === undefined) throw new Refusal('NOT_FOUND');
    // Its own policy stands in the file; served here it is only for taking home.
    return { status: 200, body, headers: { 'Content-Disposition': 'attachment; filename="verify.html"' } };
  },
});

const ofHierarchy = {
  root: 'root',
  province: 'province',
  'time-stamp-sm2': 'timeStampSm2',
  'root-p256': 'rootP256',
  'province-p256': 'provinceP256',
  'time-stamp-p256': 'timeStampP256',
} as const satisfies Partial<Record<HierarchyName, keyof Hierarchy>>;
const ofRsaHierarchy = {
  'root-rsa': 'rootRsa',
  'province-rsa': 'provinceRsa',
  'time-stamp-rsa': 'timeStampRsa',
} as const satisfies Partial<Record<HierarchyName, keyof RsaHierarchy>>;

export const certificate = route({
  method: 'GET',
  path: '/pki/certificates/{name}',
  scope: 'organisation',
  operationId: 'authorityCertificate',
  summary: { zh: 'CA 与时间戳机构的证书', en: 'Certificates of the authorities' },
  access: 'public',
  params: z.strictObject({
    name: z.enum([...keysOf(ofHierarchy), ...keysOf(ofRsaHierarchy)]),
  }),
  responses: { 200: bytesAnswer('application/pkix-cert', 'DER') },
  refusals: ['NOT_FOUND'],
  handler: async ({ organisation, params: { name } }) => {
    const { certificates, rsaCertificates } = organisation.services;
    const body =
      name in ofHierarchy
        ? certificates[ofHierarchy[name as keyof typeof ofHierarchy]]
        : (await rsaCertificates())[ofRsaHierarchy[name as keyof typeof ofRsaHierarchy]];
    return { status: 200, body };
  },
});

export const revocationList = route({
  method: 'GET',
  path: '/pki/revocation-lists/{name}',
  scope: 'organisation',
  operationId: 'revocationList',
  summary: { zh: '证书吊销列表', en: 'Certificate revocation list' },
  access: 'public',
  params: z.strictObject({ name: z.enum(authorityNames) }),
  responses: { 200: bytesAnswer('application/pkix-crl', 'DER') },
  refusals: ['NOT_FOUND'],
  handler: async ({ organisation, params }) => {
    const authority = await organisation.services.certificateAuthorities.of(params.name);
    return { status: 200, body: await authority.revocationList() };
  },
});

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}
