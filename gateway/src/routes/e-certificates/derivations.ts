import { recordId } from '@renxin/chaincode/messages';
import * as api from '@renxin/wallets/api';
import { z } from 'zod';
import * as holding from '../../certificates/holding.js';
import { json, jsonAnswer, route, type Route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';

/** Claims with only some members of a certificate, from its issuer for one verifier. */

const scope = 'organisation';
const purposes = ['certificate'] as const;
const issuers = ['assessor', 'employer', 'province'] as const;
const certificate = z.strictObject({ certificate: recordId });
const derivation = z.strictObject({ derivation: recordId });
const bodyLimit = 65_536;

const askDerivation = route({
  method: 'POST',
  path: '/api/v1/e-certificates/{certificate}/derivations',
  scope,
  operationId: 'askDerivation',
  summary: { zh: '申请最小化出示凭证', en: 'Ask for a claim with only some members' },
  access: ['person'],
  purposes,
  params: certificate,
  body: json(api.derivationRequest),
  responses: { 201: jsonAnswer(api.derivation, 'It waits for the issuer') },
  refusals: ['CERTIFICATE_UNKNOWN', 'ATTESTATION_INVALID', 'HOLDER_MISMATCH', 'IDENTIFIER_UNKNOWN'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: await holding.derivationAsked(eCertificatesOf(organisation), party, params.certificate, body),
  }),
});

const readDerivation = route({
  method: 'GET',
  path: '/api/v1/e-certificates/derivations/{derivation}',
  scope,
  operationId: 'readDerivation',
  summary: { zh: '取回最小化出示凭证', en: 'Fetch a derived claim' },
  access: ['person'],
  purposes,
  params: derivation,
  responses: { 200: jsonAnswer(api.derivation, 'With the credential once the issuer has derived it') },
  refusals: ['DERIVATION_UNKNOWN'],
  handler: async ({ organisation, party, params }) => ({
    status: 200,
    body: await holding.derivationOf(eCertificatesOf(organisation), party, params.derivation),
  }),
});

const listDerivations = route({
  method: 'GET',
  path: '/api/v1/e-certificates/derivations',
  scope,
  operationId: 'listDerivations',
  summary: { zh: '签发机构待办：最小化出示', en: 'What waits for an issuer to derive' },
  access: issuers,
  purposes,
  responses: { 200: jsonAnswer(api.derivationList, 'In no order') },
  refusals: [],
  handler: async ({ organisation, party }) => ({
    status: 200,
    body: { derivations: await holding.derivationsFor(eCertificatesOf(organisation), party) },
  }),
});

const derive = route({
  method: 'POST',
  path: '/api/v1/e-certificates/derivations/{derivation}/credential',
  scope,
  operationId: 'deriveCredential',
  summary: { zh: '签发机构交付最小化凭证', en: 'The issuer hands a derived claim in' },
  access: issuers,
  purposes,
  params: derivation,
  body: json(api.derivedCredential, bodyLimit),
  responses: { 201: jsonAnswer(api.derivedCredential, 'As it was handed in') },
  refusals: ['DERIVATION_UNKNOWN', 'CREDENTIAL_MISMATCH', 'CREDENTIAL_PROOF_INVALID'],
  idempotency: 'key',
  handler: async ({ organisation, party, params, body }) => ({
    status: 201,
    body: await holding.derived(eCertificatesOf(organisation), party, params.derivation, body),
  }),
});

export const derivationRoutes: readonly Route[] = [askDerivation, readDerivation, listDerivations, derive];
