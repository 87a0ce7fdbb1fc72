import assert from 'node:assert/strict';
import { faultsOfSubject, schemaOf } from '@renxin/credentials/schema';
import { endClaimsOf } from '../src/e-certificate/end-certificate.js';

describe('the certificate of a contract’s end', () => {
  it('that comes late says the day of the end, and the day on which it is issued', () => {
    const ended = {
      certificateNo: 'YS-2026-0001-END',
      contractNo: 'YS-2026-0001',
      employer: { name: '演示用人单位', uscc: '91440000TX0000028W' },
      worker: { name: '演示人员', idNo: '310000199001019015' },
      kind: 'DISSOLUTION',
      termType: 'FIXED',
      startDate: '2024-01-01',
      endDate: '2026-12-31',
      endedOn: '2026-01-31',
      jobTitle: '电工',
      serviceSince: '2024-01-01',
      serviceMonths: 25,
    };
    const claims = endClaimsOf(ended, '2026-05-20');
    assert.deepEqual([claims['endedOn'], claims['issuedOn']], ['2026-01-31', '2026-05-20']);
    const { definition } = schemaOf('contract-end-certificate');
    assert.deepEqual(faultsOfSubject(definition, { id: 'did:renxin:t:p', ...claims }, '2026-05-20'), []);
  });
});
