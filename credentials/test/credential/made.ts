import type { JsonObject } from '@renxin/chaincode/canonical';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner, type Activation } from '@renxin/seal/signer';
import { RENXIN_CONTEXT, VC_CONTEXT } from '../../src/context/index.js';
import {
  issue,
  verifyCredential,
  type Credential,
  type IssueOptions,
  type VerifyCredentialOptions,
} from '../../src/credential/index.js';
import type { CredentialSigner, VerificationMethod } from '../../src/data-integrity/index.js';
import { schemaOf } from '../../src/schema/index.js';

/** An assessor, a holder and a certificate, as the tests of credentials use them. All people are synthetic. */

export const NOW = new Date('2026-03-02T08:00:00Z');
export const activation: Activation = { id: 'test', method: 'unattended', at: NOW.toISOString() };

export const ISSUER = 'did:renxin:test:assessor';
export const HOLDER = 'did:renxin:test:p-0f1e2d3c4b5a69788796a5b4c3d2e1f0';

export const sm2 = generateSigner('SM2').signer;
export const ed25519 = generateAssertionSigner().signer;
export const holderKey = generateSigner('SM2').signer;

/** Valid by every check digit; county 0000. */
export const person = { name: '演示人员', citizenNumber: '310000199001019015' };
export const organisation = { name: '演示评价机构', uscc: '91440000TX0000028W' };

export const subjects: Readonly<Record<string, JsonObject>> = {
  'vocational-skill-level': {
    certificateIdentifier: '1.2.156.3005.2.11100000TX00009928001.11330000TX00000365.ZJ2024000001.001.7',
    ...person,
    occupation: '电工',
    occupationCode: '6-31-01-03',
    level: '3',
    assessor: organisation,
    certificateNo: `S${'0'.repeat(20)}1`,
    issuedOn: '2026-03-01',
    theoryScore: 88,
  },
  'professional-qualification': {
    ...person,
    qualification: '一级造价工程师',
    approvedOn: '2025-11-30',
    managementNo: '2025GD0001',
    approvedBy: '演示厅',
  },
  'professional-title': {
    ...person,
    series: '工程技术',
    qualification: '工程师',
    titleLevel: 'intermediate',
    passedOn: '2025-12-01',
    certificateNo: 'GD2025001',
  },
  'tech-school-diploma': {
    ...person,
    sex: 'male',
    birthDate: '1990-01-01',
    school: organisation,
    speciality: '机电一体化',
    years: 3,
    enteredOn: '2006-09-01',
    graduatedOn: '2009-07-01',
    stage: 'senior',
    certificateNo: 'JX2009001',
  },
  'social-security-card': {
    ...person,
    cardNo: '44A000001',
    issuingRegion: '440300',
    issuedOn: '2020-01-02',
    validTo: '2030-01-02',
    cardState: 'active',
    bankName: '演示银行',
    bankAccount: '6200000000000000000',
  },
  'employment-registration': {
    ...person,
    registration: 'unemployed',
    registeredOn: '2026-02-01',
    registeredBy: '演示区人社局',
    formerEmployer: organisation,
  },
  'labor-contract': {
    ...person,
    contractNo: 'HT-2024-0001',
    employer: organisation,
    termType: 'FIXED',
    startsOn: '2024-03-01',
    endsOn: '2027-02-28',
    post: '电工',
    workplaceRegion: '440305',
    documentSm3: 'Zsfw9GLu7dnR8tRr3BDk4kFnxIdc8veiKX2gK49LqOA',
    signedAt: '2024-02-28T08:00:00Z',
    timeStampSerial: '0a1b2c',
  },
  'contract-end-certificate': {
    ...person,
    certificateNo: 'ZM-2026-0001',
    contractNo: 'HT-2024-0001',
    employer: organisation,
    endKind: 'DISSOLUTION',
    termType: 'FIXED',
    startsOn: '2024-03-01',
    endsOn: '2027-02-28',
    endedOn: '2026-02-28',
    post: '电工',
    serviceSince: '2024-03-01',
    serviceMonths: 24,
    issuedOn: '2026-02-28',
  },
  'work-injury-decision': {
    documentNo: '演示工伤〔2026〕1号',
    worker: person,
    employer: organisation,
    accidentAt: '2026-01-05T02:00:00Z',
    accidentPlace: '演示车间',
    conclusion: 'recognised',
    article: '第十四条第（一）项',
    appliedOn: '2026-01-10',
    acceptedOn: '2026-01-15',
    decidedOn: '2026-02-20',
    authority: '演示区人社局',
  },
  'disability-assessment': {
    assessmentNo: '演示鉴〔2026〕1号',
    worker: person,
    decisionNo: '演示工伤〔2026〕1号',
    disabilityGrade: 9,
    selfCare: 'none',
    appliedOn: '2026-02-21',
    assessedOn: '2026-03-01',
    experts: '3',
    committee: '演示市劳动能力鉴定委员会',
  },
};

export function unsigned(word = 'vocational-skill-level', changes: JsonObject = {}): JsonObject {
  const schema = schemaOf(word);
  return {
    '@context': [VC_CONTEXT, RENXIN_CONTEXT],
    id: 'urn:uuid:1f0f8a52-3c1e-4f51-9d1b-6f9f3f0d9a10',
    type: ['VerifiableCredential', schema.definition.type],
    issuer: ISSUER,
    validFrom: '2026-03-01T00:00:00Z',
    validUntil: '2029-03-01T00:00:00Z',
    credentialSubject: { id: HOLDER, ...subjects[word.replace(/-claim$/, '')] },
    credentialSchema: schema.reference,
    ...changes,
  };
}

export const keys: IssueOptions['keys'] = [
  { verificationMethod: `${ISSUER}#assertion-1`, signer: ed25519 },
  { verificationMethod: `${ISSUER}#key-1`, signer: sm2 },
];

export function issued(word?: string, changes?: JsonObject): Promise<Credential> {
  return issue(unsigned(word, changes), { provider: nativeProvider, now: NOW, activation, keys });
}

const methods = new Map<string, VerificationMethod>([
  [`${ISSUER}#assertion-1`, methodOf(ISSUER, ed25519)],
  [`${ISSUER}#key-1`, methodOf(ISSUER, sm2)],
  [`${HOLDER}#key-1`, { ...methodOf(HOLDER, holderKey), purposes: ['assertionMethod', 'authentication'] }],
]);

export function methodOf(controller: string, signer: CredentialSigner): VerificationMethod {
  return { controller, key: signer.key, purposes: ['assertionMethod'] };
}

export const policy: VerifyCredentialOptions = {
  provider: nativeProvider,
  now: NOW,
  suites: ['eddsa-jcs-2022', 'sm2-jcs-2026'],
  methodOf: async (url) => methods.get(url),
};

/** `ok`, or the code of the refusal. */
export async function codeOf(doing: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof doing === 'function' ? doing() : doing);
    return 'ok';
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}

export function verdict(value: unknown, changes: Partial<VerifyCredentialOptions> = {}): Promise<string> {
  return codeOf(verifyCredential(value, { ...policy, ...changes }));
}
