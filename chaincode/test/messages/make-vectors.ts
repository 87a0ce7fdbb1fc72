import { mkdirSync, writeFileSync } from 'node:fs';
import { canonical, fromBase64url, toBase64url, toHex, type Json } from '../../src/canonical/index.js';
import {
  messageBytes,
  type MessageBody,
  type MessageKind,
  type PublicKey,
  type registryMessages,
} from '../../src/messages/index.js';
import { checkCitizenNumber } from '../world/citizen-numbers.js';
import { p256Key, sm2Key, type TestKey } from '../world/keys.js';
import { digestOf, World } from '../world/world.js';
import { vectorsFolder } from './vectors.js';

/**
 * Writes chaincode/test/vectors/messages, after a message was added or changed:
 * `node chaincode/dist/test/messages/make-vectors.js`. Signatures are made with sm-crypto, so they differ at every run.
 */

const LEDGER = 'example-ledger';
const at = '2026-03-02T01:02:03.004Z';
const world = new World();
const contract = 'c-7f3a9c1e5b2d4860';
const worker = 'p-0f1e2d3c4b5a69788796a5b4c3d2e1f0';
const signer = sm2Key('vector signer');
/** RFC 8032 section 7.1, test 1. */
const assertion = { algorithm: 'Ed25519', point: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' } as const;
const commitment = (what: string) => digestOf(`vector ${what}`);

const signedCheckpoint = (what: string) => ({
  size: 12,
  root: commitment(`root ${what}`),
  signature: signer.sign(new TextEncoder().encode(`checkpoint ${what}`)),
});
const refusal = { contract, version: 1, party: worker, reason: commitment('reason'), at };
const hold = { contract, by: 'court', case: commitment('case'), at };

const consentScope = {
  purpose: 'loan-income-check',
  fields: ['employer-name', 'insured-months'],
  mode: 'view' as const,
  count: 2,
  from: at,
  until: '2026-04-01T00:00:00.000Z',
  retentionDays: 30,
};
const citizen = 'p-90a1b2c3d4e5f60718293a4b5c6d7e8f';
const consent = 'g-1122334455667788';
const authorisation = 'a-99aabbccddeeff00';
const catalogueReference = { version: 1, sm3: commitment('catalogue text') };
const certificate = 'v-7f3a9c1e5b2d4860';
const entry = {
  certificate,
  province: 'province-44',
  holder: worker,
  type: 'vocational-skill-level',
  credentialSchema: commitment('schema'),
  credential: commitment('credential'),
  region: '440305',
  issuedOn: '2026-03-02',
  validUntil: '2029-03-01',
  status: { list: 1, index: 4711 },
  at,
};
const issuing = { ...entry, issuer: 'assessor' };
const decision = { certificate, by: 'province-44', sequence: 2, at };
const archive = 'ar-3c9d2e7f5a1b4068';
const byKeeper = { archive, transfer: 1, by: 'employer', at };
const byReceiver = { ...byKeeper, by: 'province-44' };
const archiveHold = { archive, by: 'court', case: commitment('case'), at };
const seal = 'seal-5e2a9c7d1f3b6840';
const sealDecision = { seal, by: 'province-44', grounds: commitment('grounds'), at };
const sealChange = { seal, number: 1, by: 'employer', reason: 'in-use', at };

const delegated = { accreditation: 'acc-44-1', by: 'province-44' };

const bodies: { [K in MessageKind]: MessageBody<K> } = {
  'registry/found': world.founding({ ledger: LEDGER, at }),
  'registry/change': { sequence: 1, change: { kind: 'enrol', organisation: world.organisation('employer') } },
  'registry/bind': world.binding(worker, { at }),
  'registry/rotate': { identifier: worker, sequence: 2, key: sm2Key('vector next').key },
  'registry/announce-recovery': {
    identifier: worker,
    sequence: 3,
    key: p256Key('vector p-256').key,
    reason: 'lost',
  },
  'registry/cancel-recovery': { identifier: worker, sequence: 3 },
  'registry/add-assertion-key': { identifier: 'assessor', sequence: 1, key: assertion },
  'registry/revoke-assertion-key': { identifier: 'assessor', sequence: 1, key: assertion },
  'registry/delegate': {
    by: 'province-44',
    under: 'acc-44',
    accreditation: {
      id: 'acc-44-1',
      organisation: 'assessor',
      type: 'vocational-skill-level',
      regions: ['440300'],
      from: '2026-03-02',
      until: '2027-12-31',
    },
  },
  'registry/withdraw-delegation': { ...delegated, sequence: 3, reason: 'lapsed', from: '2026-06-01' },
  'registry/suspend-delegation': { ...delegated, sequence: 1, reason: 'inquiry' },
  'registry/reinstate-delegation': { ...delegated, sequence: 2, reason: 'inquiry-closed' },
  'labor-contract/draft': {
    contract,
    employer: 'employer',
    worker,
    region: '440305',
    template: { id: 'standard', version: 1, sm3: commitment('template') },
    terms: commitment('terms'),
  },
  'labor-contract/disclose': { contract, text: 'disclosure', version: 1, sm3: commitment('disclosure'), at },
  'labor-contract/revise': { contract, version: 2, terms: commitment('terms 2') },
  'labor-contract/lock': { contract, version: 2, document: commitment('document') },
  'labor-contract/sign': {
    contract,
    amendment: 0,
    version: 2,
    role: 'worker',
    party: worker,
    document: commitment('document'),
    shown: commitment('shown'),
    cms: commitment('cms'),
    identity: commitment('identity'),
    activation: commitment('activation'),
    notBefore: { height: 12, header: commitment('header') },
    at,
  },
  'labor-contract/deliver': { contract, amendment: 0, channel: 'app', at },
  'labor-contract/acknowledge': { contract, amendment: 0, document: commitment('document'), at },
  'labor-contract/decline': refusal,
  'labor-contract/withdraw': { ...refusal, party: 'employer' },
  'labor-contract/dissolve': {
    contract,
    ground: '44.1',
    on: '2028-02-29',
    certificate: commitment('certificate'),
    at,
  },
  'labor-contract/hold': hold,
  'labor-contract/release': hold,
  'labor-contract/dispose': { contract, at },
  'labor-contract/export': { contract, bundle: commitment('bundle'), by: 'court', purpose: 'court', at },
  'consent/publish': {
    source: 'province-44',
    version: 1,
    sm3: catalogueReference.sm3,
    fields: [
      { field: 'bank-account', sensitivity: 'sensitive', owner: 'province-44' },
      { field: 'employer-name', sensitivity: 'general', owner: 'province-44' },
      { field: 'insured-months', sensitivity: 'general', owner: 'province-44' },
    ],
    purposes: [
      {
        purpose: 'loan-income-check',
        bases: ['consent', 'court-order'],
        fields: ['employer-name', 'insured-months'],
        count: 3,
        days: 90,
      },
    ],
    at,
  },
  'consent/request': {
    consent,
    source: 'province-44',
    recipient: 'bank',
    subject: citizen,
    scope: consentScope,
    catalogue: catalogueReference,
    notice: commitment('notice'),
    answerBy: '2026-03-09T00:00:00.000Z',
    at,
  },
  'consent/grant': {
    consent,
    subject: citizen,
    request: commitment('request bytes'),
    scope: consentScope,
    separate: [],
    catalogue: catalogueReference,
    notice: commitment('notice'),
    artefact: commitment('artefact'),
    activation: commitment('activation'),
    at,
  },
  'consent/refuse': { consent, subject: citizen, reason: commitment('reason'), at },
  'consent/reopen': { consent, subject: citizen, at },
  'consent/revoke': { consent, subject: citizen, at },
  'consent/confirm-deletion': { consent, recipient: 'bank', statement: commitment('statement'), at },
  'consent/fetch': {
    consent,
    authorisation,
    recipient: 'bank',
    purpose: 'loan-income-check',
    fields: consentScope.fields,
    key: commitment('thumbprint'),
    at,
  },
  'consent/use': { consent, authorisation, source: 'province-44', answer: commitment('answer'), at },
  'consent/other-basis': {
    consent: 'g-8877665544332211',
    source: 'province-44',
    recipient: 'court',
    subject: citizen,
    basis: 'court-order',
    scope: consentScope,
    catalogue: catalogueReference,
    document: commitment('document number'),
    officer: commitment('officer'),
    reason: commitment('reason'),
    at,
  },
  'consent/log-refused': {
    source: 'province-44',
    sequence: 1,
    count: 3,
    attempts: commitment('attempts'),
    at,
  },
  'certificate/issue': {
    ...issuing,
    predecessor: 'v-0000000000000001',
    succession: 'correction',
    process: ['q-0000000000000003'],
    dependsOn: ['v-0000000000000002'],
  },
  'certificate/issue-batch': {
    batch: 'b-0000000000000001',
    issuer: issuing.issuer,
    province: issuing.province,
    type: issuing.type,
    credentialSchema: issuing.credentialSchema,
    region: issuing.region,
    at,
    certificates: ['v-0000000000000001', 'v-0000000000000002'].map((name, index) => ({
      certificate: name,
      holder: `h-province-44-${String(index).padStart(24, '0')}`,
      credential: commitment(`credential ${name}`),
      issuedOn: issuing.issuedOn,
      status: { list: 1, index },
    })),
  },
  'certificate/attest': { ...entry, register: commitment('register') },
  'certificate/suspend': { ...decision, reason: 'inquiry' },
  'certificate/reinstate': { ...decision, sequence: 3, reason: 'inquiry-closed' },
  'process/record': {
    event: 'q-7f3a9c1e5b2d4860',
    kind: 'assessment',
    by: 'assessor',
    province: 'province-44',
    region: '440305',
    holder: worker,
    type: 'vocational-skill-level',
    on: '2026-03-01',
    content: commitment('process'),
    at,
  },
  'certificate/set-aside': { ...decision, reason: 'reissue-pending', text: commitment('text') },
  'certificate/take-up': { ...decision, sequence: 3, reason: 'reissued' },
  'certificate/revoke': { ...decision, ground: 'annulled', reason: 'fraud' },
  'certificate/cancel': { ...decision, ground: 'request' },
  'certificate/transfer-out': { ...decision, to: 'province-31' },
  'certificate/withdraw-transfer': { ...decision, sequence: 3, reason: 'stays' },
  'certificate/transfer-in': { ...entry, province: 'province-31', region: '31', predecessor: certificate },
  'recognition/recognise': {
    recognition: 'rec-1',
    by: 'province-31',
    of: 'province-44',
    type: 'vocational-skill-level',
    levels: ['3', '2', '1'],
    from: '2026-01-01',
    until: '2028-12-31',
  },
  'recognition/withdraw': {
    recognition: 'rec-1',
    by: 'province-31',
    from: '2026-06-01',
    reason: 'review',
  },
  'schema/register': {
    by: 'ministry',
    schemas: [
      { schema: commitment('schema 1'), type: 'vocational-skill-level', version: 1 },
      { schema: commitment('schema 2'), type: 'professional-title', version: 2 },
    ],
    at,
  },
  'schema/retire': { schema: commitment('schema 1'), by: 'ministry', reason: 'replaced', at },
  'labor-contract/hand-over': {
    contract,
    bundle: commitment('bundle'),
    file: commitment('file'),
    number: 1,
    from: 'arbitration',
    to: 'court',
    purpose: 'court',
    case: commitment('case'),
    at,
  },
  'archive-record/register': {
    archive,
    by: 'employer',
    kind: 'labor-contract',
    version: 1,
    sm3: commitment('archive sm3'),
    sha256: commitment('archive sha256'),
    items: 24,
    retention: '10-years',
    report: commitment('report'),
    at,
  },
  'archive-record/send': { ...byKeeper, to: 'province-44' },
  'archive-record/receive': {
    ...byReceiver,
    sm3: commitment('archive sm3'),
    report: commitment('report 2'),
  },
  'archive-record/accept': byReceiver,
  'archive-record/return': { ...byReceiver, reason: commitment('reason') },
  'archive-record/recall': { ...byKeeper, reason: commitment('reason') },
  'archive-record/hold': archiveHold,
  'archive-record/release': archiveHold,
  'archive-record/dispose': { archive, by: 'employer', at },
  'seal-record/apply': {
    seal,
    owner: 'employer',
    name: '演示科技有限公司合同专用章',
    type: 'contract',
    agent: commitment('agent'),
    at,
  },
  'seal-record/approve': sealDecision,
  'seal-record/reject': sealDecision,
  'seal-record/make': {
    seal,
    by: 'province-44',
    esId: '44030500000001',
    sm3: commitment('seseal'),
    validFrom: at,
    validUntil: '2031-03-02T01:02:03.004Z',
    at,
  },
  'seal-record/activate': sealChange,
  'seal-record/suspend': { ...sealChange, number: 2, reason: 'lost' },
  'seal-record/resume': { ...sealChange, number: 3, reason: 'found' },
  'seal-record/revoke': { ...sealChange, number: 4, reason: 'ended' },
  'seal-record/use': {
    seal,
    use: 'u-1',
    by: 'employer',
    document: commitment('document'),
    place: commitment('place'),
    authority: commitment('authority'),
    outcome: { kind: 'sealed', signature: commitment('ses signature') },
    at,
  },
  'seal-record/confirm': {
    seal,
    use: 'u-1',
    document: commitment('document'),
    place: commitment('place'),
    authority: commitment('authority'),
    officer: 'officer-1',
    at,
  },
  'log-anchor/register': {
    log: 'province-44',
    sequence: 1,
    hash: 'SHA-256',
    ed25519: commitment('ed25519'),
    sm2: sm2Key('vector log').key,
    at,
  },
  'log-anchor/anchor': {
    log: 'province-44',
    sequence: 1,
    checkpoint: signedCheckpoint('one'),
    note: commitment('note'),
    at,
  },
  'log-anchor/alarm': {
    log: 'province-44',
    by: 'province-31',
    first: signedCheckpoint('one'),
    second: signedCheckpoint('other'),
    at,
  },
  'witness/register': { organisation: 'province-31', sequence: 1, ed25519: commitment('witness'), at },
  'witness/decide': { sequence: 1, quorum: 2, witnesses: ['province-31', 'province-51'] },
  'identity/attestation': {
    identifier: worker,
    towards: 'employer',
    key: signer.key,
    name: '测试甲',
    citizenNumber: checkCitizenNumber('44000019900101123'),
    method: 'sandbox-social-security-card',
    factors: 2,
    request: 'request-0001',
    authority: 'identity',
    at,
  },
  'identity/query': { query: 'q-0123456789abcdef', identifier: worker, at },
  'verification/receipt': {
    receipt: 'r-0123456789abcdef',
    verifier: 'province-31',
    province: 'province-44',
    certificate: 'v-7f3a9c1e5b2d4860',
    holder: worker,
    type: 'vocational-skill-level',
    purpose: '申请职业技能补贴',
    presentation: commitment('presentation'),
    asOf: at,
    at,
  },
  'session/open': {
    identifier: worker,
    audience: 'http://127.0.0.1:8080/orgs/province-44',
    thumbprint: commitment('thumbprint'),
    nonce: 'AAECAwQFBgcICQoLDA0ODw',
    at,
  },
};

const valid: Record<string, object> = {};
for (const kind of Object.keys(bodies) as MessageKind[]) {
  valid[kind.replace('/', '-')] = signedVector(kind, bodies[kind] as MessageBody<MessageKind>, signer);
}
const changes: readonly registryMessages.Change[] = [
  { kind: 'suspend', organisation: 'employer', reason: 'licence-expired' },
  { kind: 'reinstate', organisation: 'employer', reason: 'licence-renewed' },
  {
    kind: 'accredit',
    accreditation: {
      id: 'acc-1',
      organisation: 'assessor',
      type: 'vocational-skill-level',
      regions: ['44'],
      from: '2026-01-01',
      until: '2028-12-31',
    },
  },
  { kind: 'withdraw-accreditation', accreditation: 'acc-1', from: '2026-06-01', reason: 'audit' },
  { kind: 'appoint-officer', officer: world.officer('officer-3') },
  { kind: 'dismiss-officer', officer: 'officer-3' },
  { kind: 'suspend-accreditation', accreditation: 'acc-1', reason: 'inquiry' },
  { kind: 'reinstate-accreditation', accreditation: 'acc-1', reason: 'inquiry-closed' },
];
for (const [i, change] of changes.entries()) {
  valid[`registry-change-${change.kind}`] = signedVector(
    'registry/change',
    { sequence: i + 2, change },
    signer,
  );
}
valid['signed-with-p-256'] = signedVector(
  'labor-contract/dispose',
  { contract, at },
  p256Key('vector p-256'),
);
valid['renewal-with-predecessor'] = signedVector(
  'labor-contract/draft',
  { ...bodies['labor-contract/draft'], predecessor: 'c-0000000000000001' },
  signer,
);
valid['draft-with-licence'] = signedVector(
  'labor-contract/draft',
  { ...bodies['labor-contract/draft'], licence: 'v-0000000000000001' },
  signer,
);
valid['certificate-without-end'] = signedVector(
  'certificate/issue',
  (({ validUntil: _none, ...rest }) => rest)(issuing),
  signer,
);
valid['archive-second-version'] = signedVector(
  'archive-record/register',
  {
    ...bodies['archive-record/register'],
    archive: 'ar-2',
    version: 2,
    predecessor: archive,
    retention: 'permanent',
  },
  signer,
);
valid['seal-use-refused'] = signedVector(
  'seal-record/use',
  { ...bodies['seal-record/use'], outcome: { kind: 'refused', reason: 'seal-suspended' } },
  signer,
);
const sealOfficers = [
  { officer: 'officer-1', key: sm2Key('vector officer 1').key },
  { officer: 'officer-2', key: p256Key('vector officer 2').key },
];
valid['seal-apply-official'] = signedVector(
  'seal-record/apply',
  { ...bodies['seal-record/apply'], type: 'official', officers: sealOfficers },
  signer,
);
valid['shortest-names'] = signedVector(
  'labor-contract/revise',
  { contract: 'c1', version: 9999, terms: commitment('t') },
  signer,
);

const dispose = { renxin: '1', kind: 'labor-contract/dispose', ledger: LEDGER, body: { contract, at } };
const inDispose = (change: object) => ({ ...dispose, body: { ...dispose.body, ...change } });
const inBody = (kind: MessageKind, change: object) => ({
  renxin: '1',
  kind,
  ledger: LEDGER,
  body: { ...(bodies[kind] as object), ...change },
});
const rotate = (key: object) => inBody('registry/rotate', { key });
const text = canonical(dispose);
const { point } = signer.key;

/** Bytes that are no message. */
const malformed: Record<string, Json | string> = {
  'white-space': text.replace(':', ': '),
  'line-end': `${text}\n`,
  'byte-order-mark': `\ufeff${text}`,
  'members-out-of-order': JSON.stringify(dispose),
  'member-twice': text.replace('"ledger"', '"kind":"labor-contract/dispose","ledger"'),
  'escaped-without-need': text.replace('dispose', '\\u0064ispose'),
  'kind-unknown': { ...dispose, kind: 'labor-contract/conclude' },
  'kind-of-another-body': { ...dispose, kind: 'labor-contract/revise' },
  'version-of-the-frame': { ...dispose, renxin: '2' },
  'version-as-number': { ...dispose, renxin: 1 },
  'frame-member-missing': { renxin: '1', kind: dispose.kind, body: dispose.body },
  'frame-member-unknown': { ...dispose, by: 'employer' },
  'ledger-upper-case': { ...dispose, ledger: 'Example-Ledger' },
  'body-member-missing': { ...dispose, body: { contract } },
  'body-member-unknown': inDispose({ reason: 'none' }),
  'body-is-a-list': { ...dispose, body: [] },
  'contract-with-slash': inDispose({ contract: 'c/1' }),
  'contract-ends-with-hyphen': inDispose({ contract: 'c1-' }),
  'contract-too-long': inDispose({ contract: 'c'.repeat(65) }),
  'instant-without-milliseconds': inDispose({ at: '2026-03-02T01:02:03Z' }),
  'instant-with-offset': inDispose({ at: '2026-03-02T01:02:03.004+08:00' }),
  'instant-24-hours': inDispose({ at: '2026-03-02T24:00:00.000Z' }),
  'instant-leap-second': inDispose({ at: '2026-06-30T23:59:60.000Z' }),
  'instant-30-february': inDispose({ at: '2026-02-30T01:02:03.004Z' }),
  'instant-as-number': inDispose({ at: 1772413323004 }),
  'date-29-february-of-no-leap-year': inBody('labor-contract/dissolve', { on: '2026-02-29' }),
  'date-of-1900-02-29': inBody('labor-contract/dissolve', { on: '1900-02-29' }),
  'ground-unknown': inBody('labor-contract/dissolve', { ground: '42' }),
  'ground-without-item': inBody('labor-contract/dissolve', { ground: '44' }),
  'digest-of-31-bytes': inBody('labor-contract/revise', { terms: toBase64url(new Uint8Array(31)) }),
  'digest-padded': inBody('labor-contract/revise', { terms: `${commitment('t')}=` }),
  'digest-with-stray-bits': inBody('labor-contract/revise', { terms: `${'A'.repeat(42)}B` }),
  'digest-in-base64': inBody('labor-contract/revise', { terms: `${'+/'.repeat(21)}A` }),
  'version-zero': inBody('labor-contract/revise', { version: 0 }),
  'version-too-large': inBody('labor-contract/revise', { version: 10000 }),
  'version-as-text': inBody('labor-contract/revise', { version: '2' }),
  'amendment-negative': inBody('labor-contract/sign', { amendment: -1 }),
  'amendment-too-large': inBody('labor-contract/sign', { amendment: 1000 }),
  'role-unknown': inBody('labor-contract/sign', { role: 'witness' }),
  'predecessor-null': inBody('labor-contract/draft', { predecessor: null }),
  'batch-of-nothing': inBody('certificate/issue-batch', { certificates: [] }),
  'status-list-zero': inBody('certificate/issue', { status: { list: 0, index: 1 } }),
  'status-index-as-text': inBody('certificate/issue', { status: { list: 1, index: '1' } }),
  'status-index-negative': inBody('certificate/issue', { status: { list: 1, index: -1 } }),
  'process-kind-unknown': inBody('process/record', { kind: 'practice' }),
  'certificate-with-no-process': inBody('certificate/issue', { process: [] }),
  'succession-unknown': inBody('certificate/issue', { succession: 'other' }),
  'set-aside-with-its-text': inBody('certificate/set-aside', { text: 'waits for a new card' }),
  'depends-on-nothing': inBody('certificate/issue', { dependsOn: [] }),
  'depends-on-too-much': inBody('certificate/issue', { dependsOn: ['v1', 'v2', 'v3', 'v4', 'v5'] }),
  'certificate-without-its-end-null': inBody('certificate/issue', { validUntil: null }),
  'attested-with-an-issuer': inBody('certificate/attest', { issuer: 'assessor' }),
  'decision-about-the-first-state': inBody('certificate/suspend', { sequence: 1 }),
  'revocation-without-ground': inBody('certificate/revoke', { ground: 'other' }),
  'edition-of-no-schema': inBody('schema/register', { schemas: [] }),
  'edition-with-a-type-twice': inBody('schema/register', {
    schemas: [1, 2].map((version) => ({ schema: commitment(String(version)), type: 'title', version })),
  }),
  'delegation-decision-zero': inBody('registry/suspend-delegation', { sequence: 0 }),
  'recognition-of-no-level': inBody('recognition/recognise', { levels: [] }),
  'region-begins-with-zero': inBody('labor-contract/draft', { region: '04' }),
  'region-of-four-digits': inBody('labor-contract/draft', { region: '4403' }),
  'key-compressed': rotate({ algorithm: 'SM2', point: toBase64url(fromBase64url(point)!.subarray(0, 33)) }),
  'key-not-on-curve': rotate({ algorithm: 'SM2', point: altered(point, 64) }),
  'key-of-the-other-curve': rotate({ algorithm: 'P-256', point }),
  'key-at-infinity': rotate({
    algorithm: 'SM2',
    point: toBase64url(Uint8Array.from([4, ...new Uint8Array(64)])),
  }),
  'key-x-not-below-p': rotate({
    algorithm: 'SM2',
    point: toBase64url(Uint8Array.from([4, ...new Uint8Array(64).fill(255)])),
  }),
  'key-algorithm-unknown': rotate({ algorithm: 'Ed25519', point }),
  'assertion-key-of-small-order': inBody('registry/add-assertion-key', {
    key: { ...assertion, point: toBase64url(Uint8Array.from([1, ...new Uint8Array(31)])) },
  }),
  'assertion-key-beside-the-curve': inBody('registry/add-assertion-key', {
    key: { ...assertion, point: toBase64url(Uint8Array.from([2, ...new Uint8Array(31)])) },
  }),
  'assertion-key-of-sm2': inBody('registry/add-assertion-key', { key: signer.key }),
  'sequence-of-the-first-key': inBody('registry/rotate', { sequence: 1 }),
  'organisation-name-with-direction-override': inBody('registry/change', {
    change: { kind: 'enrol', organisation: { ...world.organisation('employer'), name: '演示\u202e公司' } },
  }),
  'organisation-name-with-space-at-the-end': inBody('registry/change', {
    change: { kind: 'enrol', organisation: { ...world.organisation('employer'), name: '演示公司 ' } },
  }),
  'organisation-role-unknown': inBody('registry/change', {
    change: { kind: 'enrol', organisation: { ...world.organisation('employer'), role: 'operator' } },
  }),
  'change-unknown': inBody('registry/change', { change: { kind: 'delete', organisation: 'employer' } }),
  'founders-too-few': inBody('registry/found', { founders: bodies['registry/found'].founders.slice(0, 1) }),
  'one-officer': inBody('registry/found', { officers: bodies['registry/found'].officers.slice(0, 1) }),
  'consent-fields-out-of-order': inBody('consent/fetch', { fields: ['insured-months', 'employer-name'] }),
  'consent-field-twice': inBody('consent/fetch', { fields: ['employer-name', 'employer-name'] }),
  'consent-without-fields': inBody('consent/fetch', { fields: [] }),
  'consent-count-zero': inBody('consent/grant', { scope: { ...consentScope, count: 0 } }),
  'consent-mode-unknown': inBody('consent/grant', { scope: { ...consentScope, mode: 'stream' } }),
  'consent-basis-unknown': inBody('consent/other-basis', { basis: 'habit' }),
  'consent-as-other-basis': inBody('consent/other-basis', { basis: 'consent' }),
  'consent-name-too-long': inBody('consent/revoke', { consent: 'g'.repeat(49) }),
  'consent-purpose-as-text': inBody('consent/fetch', { purpose: '贷款' }),
  'refused-batch-of-257': inBody('consent/log-refused', { count: 257 }),
  'hand-over-to-an-unknown-purpose': inBody('labor-contract/hand-over', { purpose: 'party' }),
  'hand-over-number-zero': inBody('labor-contract/hand-over', { number: 0 }),
  'archive-without-items': inBody('archive-record/register', { items: 0 }),
  'archive-retention-unknown': inBody('archive-record/register', { retention: '15-years' }),
  'archive-transfer-number-too-large': inBody('archive-record/send', { transfer: 65 }),
  'seal-es-id-with-slash': inBody('seal-record/make', { esId: '4403/05' }),
  'seal-name-with-direction-override': inBody('seal-record/apply', { name: '公章\u202e' }),
  'seal-with-one-officer': inBody('seal-record/apply', { officers: sealOfficers.slice(0, 1) }),
  'seal-with-an-officer-twice': inBody('seal-record/apply', {
    officers: [sealOfficers[0], { officer: 'officer-2', key: sealOfficers[0]?.key }],
  }),
  'seal-use-outcome-unknown': inBody('seal-record/use', { outcome: { kind: 'tried' } }),
  'seal-use-refused-with-signature': inBody('seal-record/use', {
    outcome: { kind: 'refused', reason: 'seal-suspended', signature: commitment('ses signature') },
  }),
  'log-key-of-another-curve': inBody('log-anchor/register', { sm2: p256Key('vector p-256').key }),
  'log-hash-unknown': inBody('log-anchor/register', { hash: 'SHA-1' }),
  'log-key-number-65': inBody('log-anchor/register', { sequence: 65 }),
  'anchor-of-a-negative-size': inBody('log-anchor/anchor', {
    checkpoint: { ...signedCheckpoint('one'), size: -1 },
  }),
  'anchor-with-an-origin': inBody('log-anchor/anchor', { origin: 'example-ledger/logs/province-44' }),
  'anchor-without-the-signature-of-its-log': inBody('log-anchor/anchor', {
    checkpoint: { size: 12, root: commitment('root one') },
  }),
  'witness-quorum-of-none': inBody('witness/decide', { quorum: 0 }),
  'recovery-without-delay': inBody('registry/found', { recoveryDelayHours: 0 }),
};

const invalid: Record<string, object> = {};
for (const [name, value] of Object.entries(malformed)) {
  const bytes = new TextEncoder().encode(typeof value === 'string' ? value : canonical(value));
  invalid[name] = { refused: 'bytes', bytes: toHex(bytes) };
}
invalid['not-utf-8'] = {
  refused: 'bytes',
  bytes: toHex(new TextEncoder().encode(text)).replace('6469', 'ff69'),
};

/** Good bytes under a signature that does not hold. */
const bytes = messageBytes('labor-contract/dispose', LEDGER, { contract, at });
const good = signer.sign(bytes);
const [r, s] = [fromBase64url(good)!.subarray(0, 32), fromBase64url(good)!.subarray(32)];
const zero = new Uint8Array(32);
const order = Uint8Array.from(
  Buffer.from('fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123', 'hex'),
);
const joined = (...parts: Uint8Array[]) => toBase64url(Uint8Array.from(parts.flatMap((part) => [...part])));
const other = (kind: MessageKind, ledger: string, body: MessageBody<MessageKind>) =>
  signer.sign(messageBytes(kind, ledger, body));
const unsound: Record<string, { signature: string; key?: PublicKey; bytes?: Uint8Array }> = {
  'signature-of-another-key': { signature: sm2Key('vector thief').sign(bytes) },
  'signature-checked-with-another-key': { signature: good, key: sm2Key('vector thief').key },
  'signature-over-another-kind': {
    signature: other('labor-contract/release', LEDGER, hold),
    bytes: messageBytes('labor-contract/hold', LEDGER, hold),
  },
  'signature-over-another-ledger': {
    signature: other('labor-contract/dispose', 'other-ledger', { contract, at }),
  },
  'signature-over-another-body': {
    signature: other('labor-contract/dispose', LEDGER, { contract: 'c1', at }),
  },
  'signature-altered-in-r': { signature: altered(good, 0) },
  'signature-altered-in-s': { signature: altered(good, 63) },
  'signature-halves-exchanged': { signature: joined(s, r) },
  'signature-r-zero': { signature: joined(zero, s) },
  'signature-s-zero': { signature: joined(r, zero) },
  'signature-r-is-the-order': { signature: joined(order, s) },
  'signature-s-is-the-order': { signature: joined(r, order) },
  'signature-too-short': { signature: joined(r, s.subarray(1)) },
  'signature-too-long': { signature: joined(r, s, zero.subarray(0, 1)) },
  'signature-in-der': {
    signature: joined(Uint8Array.from([0x30, 0x44, 2, 32]), r, Uint8Array.from([2, 32]), s),
  },
  'signature-padded': { signature: `${good}==` },
  'signature-of-p-256-under-an-sm2-key': { signature: p256Key('vector p-256').sign(bytes) },
};
for (const [name, each] of Object.entries(unsound)) {
  const { signature, key = signer.key, bytes: over = bytes } = each;
  invalid[name] = { refused: 'signature', bytes: toHex(over), key, signature };
}

write('valid', valid);
write('invalid', invalid);

function signedVector<K extends MessageKind>(kind: K, body: MessageBody<K>, by: TestKey): object {
  const signed = messageBytes(kind, LEDGER, body);
  return { kind, ledger: LEDGER, body, bytes: toHex(signed), key: by.key, signature: by.sign(signed) };
}

function altered(text: string, at: number): string {
  const changed = Uint8Array.from(fromBase64url(text)!);
  changed[at] = changed[at]! ^ 1;
  return toBase64url(changed);
}

function write(folder: 'valid' | 'invalid', vectors: Record<string, object>): void {
  const path = vectorsFolder(folder);
  mkdirSync(path, { recursive: true });
  for (const [name, vector] of Object.entries(vectors)) {
    writeFileSync(new URL(`${name}.json`, path), `${JSON.stringify(vector, undefined, 2)}\n`);
  }
}
