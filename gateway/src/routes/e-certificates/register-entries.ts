import * as api from '@renxin/wallets/api';
import { attested } from '../../certificates/register.js';
import { json, jsonAnswer, route } from '../../http/route.js';
import { eCertificatesOf } from '../../services.js';
import { requireOfficial } from '../official.js';

/** What was issued before there was a ledger: the province's word about its register. */
export const attestFromRegister = route({
  method: 'POST',
  path: '/api/v1/e-certificates/register-entries',
  scope: 'organisation',
  operationId: 'attestFromRegister',
  summary: {
    zh: '存量证照：省级登记簿记载的证明，不是原签发机构签发的原件',
    en: 'Legacy certificates: attested from the province’s register, never as originally signed',
  },
  access: ['province'],
  purposes: ['certificate'],
  body: json(api.registerEntryRequest),
  responses: { 201: jsonAnswer(api.certificateView, 'The certificate, with the provenance `register`') },
  refusals: [
    'ROLE_FORBIDDEN',
    'CREDENTIAL_INVALID',
    'CHECK_DIGIT_MISMATCH',
    'IDENTITY_NOT_PROVEN',
    'HOLDER_MISMATCH',
    'CERTIFICATE_NUMBER_EXISTS',
    'CERTIFICATE_EXISTS',
    'CERTIFICATE_DATES',
    'CERTIFICATE_PREDECESSOR',
    'NOT_SOURCE_AUTHORITY',
    'NOT_ISSUING_PROVINCE',
    'PARTY_NOT_BOUND',
  ],
  idempotency: 'key',
  handler: async ({ organisation, party, body }) => {
    requireOfficial(organisation, party);
    return { status: 201, body: await attested(eCertificatesOf(organisation), body) };
  },
});
