import { verify } from '@renxin/archive/verify';
import { issuedAnswer } from '@renxin/wallets/api';
import { GatewayProblem, type GatewayClient } from '@renxin/wallets/client';
import { certificateIdentifier, fetchCertificates } from '@renxin/wallets/e-certificate';
import { dateInChina } from '@renxin/chaincode/messages';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { guangdong, ministry } from '../../demonstration/organisations.js';
import { Failed, found, textOf, type Check, type Kit } from '../check.js';
import { ended } from '../ending.js';
import { trustNow } from './trust.js';

/** A certificate is issued to a synthetic person, and ended when the kit ends. */

const TYPE = 'vocational-skill-level';

export function officialOf(kit: Kit): GatewayClient {
  return found(kit.official)(found(kit.trust));
}

function request(kit: Kit, change: JsonObject = {}): JsonObject {
  const { name, citizenNumber } = kit.person;
  const issuer = found(kit.trust).trust.issuers?.find(({ id }) => id === kit.province);
  const issuedOn = dateInChina(kit.clock().toISOString());
  return {
    certificate: `v-${randomUUID()}`,
    holder: found(kit.holder).identifier,
    type: TYPE,
    issuedOn,
    claims: {
      name,
      citizenNumber,
      occupation: '符合性测试员',
      level: '3',
      certificateNo: `S${String(randomInt(1e12, 1e13 - 1))}${String(randomInt(1e7, 1e8 - 1))}`,
      assessor: { name: issuer?.name ?? kit.province, uscc: USCC },
      issuedOn,
      certificateIdentifier: certificateIdentifier(
        DEFINED,
        USCC,
        randomBytes(6).toString('hex').toUpperCase(),
        '001',
      ),
      ...change,
    },
  };
}

/** Of the demonstration, with valid check characters; the type's number under the ministry's code. */
const USCC = guangdong.uscc;
const DEFINED = `${ministry.uscc}004`;

export const issuingChecks: readonly Check[] = [
  {
    id: 'issue-without-token-refused',
    group: 'issuing',
    title: { zh: '没有令牌不得签发', en: 'Nobody issues without a token' },
    clause: 'RFC 9449, 7.1; RFC 9110, 15.5.2; docs/formats/session.md',
    run: async (kit) => {
      const url = `${kit.base}/api/v1/e-certificates/own`;
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': randomUUID() };
      const response = await fetch(url, { method: 'POST', headers, body: '{}' }).catch((cause: unknown) => {
        throw new Failed('UNREACHABLE', { url }, { cause });
      });
      if (response.status !== 401) throw new Failed('ISSUED_WITHOUT_TOKEN', { came: response.status });
      return { status: 401 };
    },
  },
  {
    id: 'holder-enrolled',
    group: 'issuing',
    title: {
      zh: '持有人经身份认证机构绑定密钥并向本省介绍自己',
      en: 'A holder is bound by the identity authority and introduces itself',
    },
    clause: 'docs/formats/registry.md 16; docs/formats/e-certificate.md',
    needs: ['official', 'identity-authority'],
    creates: {
      zh: '账本上一个合成人员的成对标识（不可删除，不含个人信息）',
      en: 'one pairwise identifier of a synthetic person on the ledger (it stays; no personal data)',
    },
    run: async (kit) => {
      kit.holder = await found(kit.enrol)(found(kit.trust), kit.base, kit.province, kit.person);
      return { identifier: kit.holder.identifier };
    },
  },
  {
    id: 'issue',
    group: 'issuing',
    title: { zh: '本省签发一份证书', en: 'The province issues a certificate' },
    clause: '国令第716号 art. 10; docs/formats/e-certificate.md',
    needs: ['official', 'identity-authority'],
    creates: {
      zh: '一份合成证书，测试结束时注销',
      en: 'one synthetic certificate, cancelled when the kit ends',
    },
    run: async (kit) => {
      const holder = found(kit.holder);
      const body = request(kit);
      const certificate = textOf(body['certificate']);
      const path = '/api/v1/e-certificates/own';
      kit.undo.unshift(ended(kit, holder, certificate, kit.province));
      const { receipt } = await officialOf(kit).post(path, 'certificate', body, issuedAnswer);
      await holder.headers.acceptReceipt(receipt);
      const views = await fetchCertificates(holder);
      const credential = views.find((each) => each.certificate === certificate)?.credential;
      if (credential === undefined) throw new Failed('CERTIFICATE_NOT_DELIVERED', { certificate });
      kit.certificate = { certificate, credential };
      return { certificate };
    },
  },
  {
    id: 'issued-credential-valid',
    group: 'issuing',
    title: {
      zh: '签发的凭证离线验证通过：证明、架构、签发日资质',
      en: 'The credential holds offline: proofs, schema, accreditation on the day of issue',
    },
    clause:
      'W3C VC Data Model 2.0, 7.1 “Verification”; VC Data Integrity 1.0, 4.4; docs/formats/credential.md',
    needs: ['official', 'identity-authority'],
    run: async (kit) => {
      const { credential } = found(kit.certificate);
      const { bytes: trust } = await trustNow(kit);
      const files = [
        { name: 'certificate.vc.json', bytes: new TextEncoder().encode(JSON.stringify(credential)) },
      ];
      const [report] = await verify(files, { provider: kit.provider, now: kit.clock(), trust });
      const why = report?.steps.find(({ outcome }) => outcome === 'fail' || outcome === 'not-checked');
      if (report?.verdict !== 'valid')
        throw new Failed('CREDENTIAL_NOT_VALID', { step: why?.step ?? '', code: why?.code ?? '' });
      return { verdict: report.verdict };
    },
  },
  {
    id: 'issue-invalid-refused',
    group: 'issuing',
    title: {
      zh: '内容不符合架构的证书被拒绝',
      en: 'A certificate that does not follow its schema is refused',
    },
    clause: 'W3C VC Data Model 2.0, 4.11 “Data Schemas”; GB 11643 check digit',
    needs: ['official', 'identity-authority'],
    run: async (kit) => {
      const body = request(kit, { level: 'no-such-level' });
      try {
        await officialOf(kit).post('/api/v1/e-certificates/own', 'certificate', body, issuedAnswer);
      } catch (error) {
        if (error instanceof GatewayProblem) return { code: error.code };
        throw error;
      }
      kit.undo.unshift(ended(kit, found(kit.holder), textOf(body['certificate']), kit.province));
      throw new Failed('INVALID_CERTIFICATE_ISSUED');
    },
  },
];
