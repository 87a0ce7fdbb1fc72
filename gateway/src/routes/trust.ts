import { instant } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { binary, bytesAnswer, route } from '../http/route.js';
import { wantsSm3 } from '../compose/time-stamping.js';
import { offlineVerifier } from '../offline-verifier.js';
import type { HostedOrganisation } from '../http/composition.js';
import { authorityNames, type AuthorityName } from '../pki/authorities.js';
import type { CertificateAuthority } from '../pki/certificate-authority.js';
import type { Hierarchy, HierarchyName, RsaHierarchy } from '../pki/hierarchy.js';
import type { SealMakers } from '../pki/seal-makers.js';
import { Refusal } from '../problem/index.js';

/** What anybody may fetch to check the rest: the trust file, certificates, revocation lists, time-stamps. */

export const trustFile = route({
  method: 'GET',
  path: '/trust.json',
  scope: 'organisation',
  operationId: 'trustFile',
  summary: { zh: '信任文件（签名并注明日期）', en: 'The trust file, signed and dated' },
  access: 'public',
  query: z.strictObject({ asOf: z.exactOptional(instant) }),
  responses: { 200: bytesAnswer('application/json', 'docs/formats/trust-file.md') },
  refusals: ['NOT_READY', 'QUERY_INVALID'],
  handler: async ({ organisation, query }) => ({
    status: 200,
    body: await organisation.services.trust(query.asOf),
  }),
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

const ofSealMakers = { 'seal-makers': 'root', 'seal-maker': 'maker' } as const satisfies Record<
  string,
  keyof SealMakers
>;

export const certificate = route({
  method: 'GET',
  path: '/pki/certificates/{name}',
  scope: 'organisation',
  operationId: 'authorityCertificate',
  summary: { zh: 'CA 与时间戳机构的证书', en: 'Certificates of the authorities' },
  access: 'public',
  params: z.strictObject({
    name: z.enum([...keysOf(ofHierarchy), ...keysOf(ofRsaHierarchy), ...keysOf(ofSealMakers)]),
  }),
  responses: { 200: bytesAnswer('application/pkix-cert', 'DER') },
  refusals: ['NOT_FOUND'],
  handler: async ({ organisation, params: { name } }) => {
    const { certificates, rsaCertificates, sealMakers } = organisation.services;
    if (name === 'seal-makers' || name === 'seal-maker')
      return { status: 200, body: sealMakers[ofSealMakers[name]] };
    const body =
      name in ofHierarchy
        ? certificates[ofHierarchy[name as keyof typeof ofHierarchy]]
        : (await rsaCertificates.made())[ofRsaHierarchy[name as keyof typeof ofRsaHierarchy]];
    return { status: 200, body };
  },
});

const status = {
  scope: 'organisation' as const,
  access: 'public' as const,
  responses: { 200: bytesAnswer('application/ocsp-response', 'OCSPResponse, DER: docs/formats/ocsp.md') },
  refusals: ['NOT_FOUND'] as const,
};

export const askStatus = route({
  ...status,
  method: 'POST',
  path: '/pki/ocsp/{name}',
  operationId: 'certificateStatus',
  summary: { zh: '证书状态（OCSP）', en: 'Status of certificates (OCSP)' },
  params: z.strictObject({ name: z.enum(authorityNames) }),
  body: binary(['application/ocsp-request'], 4096),
  idempotency: 'none',
  handler: async ({ organisation, params, body }) => ({
    status: 200,
    body: await (await authorityAt(organisation, params.name)).respondOcsp(body),
  }),
});

/** RFC 6960 appendix A.1: the request in base64, its slashes escaped. */
export const askStatusByAddress = route({
  ...status,
  method: 'GET',
  path: '/pki/ocsp/{name}/{request}',
  operationId: 'certificateStatusByAddress',
  summary: { zh: '证书状态（OCSP，GET）', en: 'Status of certificates (OCSP by GET)' },
  params: z.strictObject({
    name: z.enum(authorityNames),
    request: z.string().max(2048),
  }),
  handler: async ({ organisation, params }) => ({
    status: 200,
    body: await (
      await authorityAt(organisation, params.name)
    ).respondOcsp(new Uint8Array(Buffer.from(params.request, 'base64'))),
  }),
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
    const authority = await authorityAt(organisation, params.name);
    return { status: 200, body: await authority.revocationList() };
  },
});

/** Under the ministry every authority, under another organisation its own and those above. @throws Refusal NOT_FOUND */
async function authorityAt(
  { id, role, services }: HostedOrganisation,
  name: AuthorityName,
): Promise<CertificateAuthority> {
  const authorities = services.certificateAuthorities;
  const stands = Object.values(authorities.ready).some((each) => each.organisation === id);
  if (role !== 'ministry' && !stands) throw new Refusal('NOT_FOUND');
  return authorities.of(name);
}

function keysOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}
