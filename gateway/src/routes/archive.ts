import { archiveRegistrationProof } from '@renxin/archive/package';
import { canonicalBytes } from '@renxin/chaincode/canonical';
import { archiveRecords } from '@renxin/chaincode/contracts';
import { laborContractMessages } from '@renxin/chaincode/messages';
import { archiveRegistration } from '@renxin/wallets/api';
import { z } from 'zod';
import { makeArchivePackage } from '../archive/make-package.js';
import { bytesAnswer, jsonAnswer, json, route, type Route } from '../http/route.js';
import { load } from '../labor-contract/desk.js';
import { Refusal } from '../problem/index.js';
import { laborContractsOf } from '../services.js';

/** Archive packages of concluded contracts. */

const scope = 'organisation';
const parties = ['employer', 'person'] as const;
const contract = z.strictObject({ contract: laborContractMessages.draft.shape.contract });
const archive = z.strictObject({ archive: archiveRegistration.shape.archive });

const make = route({
  method: 'POST',
  path: '/api/v1/labor-contracts/{contract}/archive-packages',
  scope,
  operationId: 'makeArchivePackage',
  summary: {
    zh: '制作归档信息包（四性检测、签名、账本登记）',
    en: 'Make an archive package: four-property check, signature, registration on the ledger',
  },
  access: parties,
  purposes: ['retention', 'evidence', 'rights'],
  params: contract,
  body: json(z.strictObject({}), 64),
  responses: {
    200: bytesAnswer('application/zip', 'docs/formats/archive-package.md; its name is in Location'),
  },
  refusals: ['CONTRACT_UNKNOWN', 'CONTRACT_STATE', 'ARCHIVE_CHECK_FAILED'],
  idempotency: 'none',
  handler: async ({ organisation, party, params, base }) => {
    const services = laborContractsOf(organisation);
    const { value } = await load(services.desk, params.contract, party);
    const { bytes, file } = await makeArchivePackage(services, value, party.identifier);
    const headers = { Location: `${base}/api/v1/archive-packages/${file.archive}` };
    return { status: 200, body: bytes, headers };
  },
});

const registration = route({
  method: 'GET',
  path: '/api/v1/archive-packages/{archive}',
  scope,
  operationId: 'archiveRegistration',
  summary: { zh: '归档信息包的账本登记', en: 'How an archive package was registered on the ledger' },
  access: parties,
  purposes: ['retention', 'evidence', 'rights'],
  params: archive,
  responses: { 200: jsonAnswer(archiveRegistration, 'With what opens the commitments, and the proof') },
  refusals: ['ARCHIVE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const { archives, desk } = laborContractsOf(organisation);
    const found = await archives.files.get(params.archive);
    const file = found?.value;
    if (file?.position === undefined || file.madeFor !== party.identifier)
      throw new Refusal('ARCHIVE_UNKNOWN');
    const { contract: of, bytes, sm3, createdAt, openings, position } = file;
    const proof = await desk.ledger.prove(position);
    return {
      status: 200,
      body: { archive: file.archive, contract: of, bytes, sm3, createdAt, openings, proof },
    };
  },
});

const registrationProof = route({
  method: 'GET',
  path: '/api/v1/archive-packages/{archive}/registration.json',
  scope,
  operationId: 'archiveRegistrationProof',
  summary: {
    zh: '归档登记的账本证明，与归档信息包放在一起离线核对',
    en: 'The ledger’s proof of the registration, to lie beside the package and be compared offline',
  },
  access: parties,
  purposes: ['retention', 'evidence', 'rights'],
  params: archive,
  responses: { 200: bytesAnswer('application/json', 'docs/formats/archive-package.md') },
  refusals: ['ARCHIVE_UNKNOWN'],
  handler: async ({ organisation, party, params }) => {
    const { archives, desk } = laborContractsOf(organisation);
    const file = (await archives.files.get(params.archive))?.value;
    if (file?.position === undefined || file.madeFor !== party.identifier)
      throw new Refusal('ARCHIVE_UNKNOWN');
    const state = await desk.ledger.proveState(archiveRecords.archives, params.archive);
    const document = { kind: 'renxin-archive-registration', schema: 1, openings: file.openings, state };
    return { status: 200, body: canonicalBytes(archiveRegistrationProof.parse(document)) };
  },
});

export const archiveRoutes: readonly Route[] = [make, registration, registrationProof];
