import { registry, registryRecords } from '@renxin/chaincode/contracts';
import {
  assertionKeyAnswer,
  assertionKeyRequest,
  bindingAnswer,
  bindingRequest,
  certificateAnswer,
  certificateRequest,
  documentCertificateRequest,
} from '@renxin/wallets/api';
import { canonicalBytes, fromBase64url, toBase64url } from '@renxin/chaincode/canonical';
import { identifier } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { bytesAnswer, json, jsonAnswer, route } from '../http/route.js';
import { Refusal } from '../problem/index.js';
import { laborContractsOf } from '../services.js';

/** Puts an identity authority's binding on the ledger. Public: what authorises it are the two signatures inside. */
export const bindKey = route({
  method: 'POST',
  path: '/api/v1/registry/bindings',
  scope: 'organisation',
  operationId: 'bindKey',
  summary: {
    zh: '登记身份认证机构签发的密钥绑定',
    en: 'Register a key binding signed by an identity authority',
  },
  access: 'public',
  body: json(bindingRequest, 8192),
  responses: { 201: jsonAnswer(bindingAnswer, 'The binding is on the ledger') },
  refusals: [
    'SIGNATURE_INVALID',
    'NOT_IDENTITY_AUTHORITY',
    'IDENTIFIER_EXISTS',
    'IDENTIFIER_RESERVED',
    'KEY_IN_USE',
    'ORGANISATION_UNKNOWN',
  ],
  idempotency: 'none',
  handler: async ({ organisation, body }) => {
    const { ledger } = organisation.services;
    const { at, height, time } = await ledger.submit(registry.operations.bind, body);
    await organisation.services.laborContracts?.keepPosition(body.binding.identifier, at);
    const receipt = { ...at, height, time, proof: await ledger.prove(at) };
    return { status: 201, body: { identifier: body.binding.identifier, receipt } };
  },
});

/** Puts the key on the ledger that an organisation's EdDSA proofs are made with. */
export const addAssertionKey = route({
  method: 'POST',
  path: '/api/v1/registry/assertion-keys',
  scope: 'organisation',
  operationId: 'addAssertionKey',
  summary: { zh: '登记签发凭证用的断言密钥', en: 'Register the key for the EdDSA proofs of credentials' },
  access: ['assessor', 'employer'],
  body: json(assertionKeyRequest, 4096),
  responses: { 201: jsonAnswer(assertionKeyAnswer, 'The key is on the ledger') },
  refusals: ['SIGNATURE_INVALID', 'KEY_IN_USE', 'KEY_CHANGE_OUT_OF_SEQUENCE'],
  idempotency: 'key',
  handler: async ({ organisation, body }) => {
    const { ledger } = organisation.services;
    const committed = await ledger.submit(registry.operations['add-assertion-key'], body);
    const { at, height, time, result } = committed;
    const receipt = { ...at, height, time, proof: await ledger.prove(at) };
    return { status: 201, body: { identifier: result.identifier, sequence: result.sequence, receipt } };
  },
});

/** The ledger's proof of an identifier's record with its keys: what stands beside a presentation, to verify it offline. */
export const identifierProof = route({
  method: 'GET',
  path: '/api/v1/registry/identifiers/{identifier}/state-proof',
  scope: 'organisation',
  operationId: 'identifierStateProof',
  summary: {
    zh: '标识符及其密钥的账本状态证明，可离线验证',
    en: 'The ledger’s proof of an identifier and its keys, to be verified offline',
  },
  access: 'public',
  params: z.strictObject({ identifier }),
  responses: { 200: bytesAnswer('application/json', 'Canonical JSON: docs/formats/ledger.md') },
  refusals: ['LEDGER_UNAVAILABLE'],
  handler: async ({ organisation, params }) => {
    const { ledger } = organisation.services;
    const proof = await ledger.proveState(registryRecords.identifiers, params.identifier);
    return { status: 200, body: canonicalBytes(proof) };
  },
});

/** A certificate for the caller's registered key. A person's name comes from the identity authority's attestation. */
export const requestCertificate = route({
  method: 'POST',
  path: '/api/v1/certificates',
  scope: 'organisation',
  operationId: 'requestCertificate',
  summary: { zh: '为已登记的密钥申请数字证书', en: 'Ask for a certificate for the registered key' },
  access: ['assessor', 'employer', 'person'],
  purposes: ['contract-conclusion', 'certificate'],
  body: json(certificateRequest, 16_384),
  responses: { 201: jsonAnswer(certificateAnswer, 'The certificate and its issuers') },
  refusals: [
    'CERTIFICATE_REQUEST_INVALID',
    'ATTESTATION_INVALID',
    'IDENTITY_NOT_PROVEN',
    'IDENTITY_MISMATCH',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const { authority, desk } = laborContractsOf(organisation);
    const request = fromBase64url(body.request) ?? new Uint8Array();
    const subject = { identifier: party.identifier, commonName: await nameOf() };
    const profile = party.role === 'person' ? 'person' : 'organisation';
    const certificate = await authority.issue(request, party.key, subject, profile);
    return {
      status: 201,
      body: { certificate: toBase64url(certificate), chain: [toBase64url(authority.certificate)] },
    };

    async function nameOf(): Promise<string> {
      if (party.role !== 'person') return organisationName(party.identifier);
      if (body.attestation === undefined) throw new Refusal('IDENTITY_NOT_PROVEN');
      const attested = await desk.identities.keep(body.attestation);
      if (attested.identifier !== party.identifier || attested.key.point !== party.key.point)
        throw new Refusal('IDENTITY_MISMATCH');
      return attested.name;
    }

    async function organisationName(identifier: string): Promise<string> {
      const found = await organisation.services.registry.organisation(identifier);
      return found?.name ?? identifier;
    }
  },
});

/** A certificate of the international authority for a further key of the caller: it signs inside PDFs. */
export const requestDocumentCertificate = route({
  method: 'POST',
  path: '/api/v1/certificates/document',
  scope: 'organisation',
  operationId: 'requestDocumentCertificate',
  summary: {
    zh: '为签署文件的另一把密钥（P-256）申请数字证书',
    en: 'Ask for a certificate for a further key (P-256) that signs inside documents',
  },
  access: ['assessor', 'employer', 'person'],
  purposes: ['contract-conclusion', 'certificate'],
  body: json(documentCertificateRequest, 16_384),
  responses: { 201: jsonAnswer(certificateAnswer, 'The certificate and its issuers') },
  refusals: ['CERTIFICATE_REQUEST_INVALID', 'IDENTITY_NOT_PROVEN'],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    const { internationalAuthority: authority, desk } = laborContractsOf(organisation);
    const { identifier } = party;
    const isPerson = party.role === 'person';
    const commonName = isPerson
      ? (await desk.identities.of(identifier)).name
      : ((await desk.organisationOf(identifier))?.name ?? identifier);
    const certificate = await authority.issueFurther(
      fromBase64url(body.request) ?? new Uint8Array(),
      { identifier, commonName },
      isPerson ? 'person' : 'organisation',
    );
    return {
      status: 201,
      body: { certificate: toBase64url(certificate), chain: [toBase64url(authority.certificate)] },
    };
  },
});

/** The revocation lists of the issuers of certificates for people and organisations. */
export const revocationLists = route({
  method: 'GET',
  path: '/api/v1/revocation-lists',
  scope: 'organisation',
  operationId: 'revocationLists',
  summary: { zh: '证书吊销列表', en: 'Certificate revocation lists' },
  access: 'public',
  responses: {
    200: jsonAnswer(z.strictObject({ crls: z.array(z.base64url()) }), 'DER, base64url; nearest issuer first'),
  },
  refusals: [],
  handler: async ({ organisation }) => {
    const { revocationLists: lists } = laborContractsOf(organisation);
    return { status: 200, body: { crls: (await lists()).map(toBase64url) } };
  },
});
