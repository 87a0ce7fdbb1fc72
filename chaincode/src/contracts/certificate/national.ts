import type { CertificateRecord } from './records.js';

/** The codes of the national collection of e-certificates, for what the ledger has: docs/formats/e-certificate.md. */

type DatedState = CertificateRecord['states'][number];

/** 证照状态 01 to 07 and 99, of a state with the decision behind it. */
export function nationalState({ state, decision }: DatedState): string {
  switch (state) {
    case 'VALID':
      return '01';
    case 'SUSPENDED':
      return '02';
    case 'REVOKED':
      return decision !== undefined && 'ground' in decision && decision.ground === 'withdrawn' ? '07' : '03';
    case 'EXPIRED':
      return '05';
    case 'TRANSFERRING':
      return '06';
    case 'CANCELLED':
    case 'REPLACED':
    case 'TRANSFERRED':
      return '04';
    case 'SET_ASIDE':
      return '99';
  }
}

/** 操作 01 to 10, of one of the record's states. */
export function nationalOperation({ beginning }: CertificateRecord, { operation }: DatedState): string {
  switch (operation) {
    case 'issue':
    case 'attest':
      return begins(beginning);
    case 'suspend':
      return '03';
    case 'expire':
      return '04';
    case 'revoke':
    case 'cancel':
    case 'transfer-out':
    case 'replace':
    case 'taken-over':
      return '05';
    case 'reinstate':
      return '06';
    case 'set-aside':
    case 'take-up':
      return '07';
    case 'transfer-in':
      return '08';
    case 'withdraw-transfer':
      return '10';
  }
}

/** 新发, 延续 or 变更. */
function begins(beginning: CertificateRecord['beginning']): string {
  if (beginning.body.predecessor === undefined) return '01';
  if (beginning.provenance !== 'issued') return '09';
  const { body } = beginning;
  return body.succession === 'alteration' || body.succession === 'correction' ? '09' : '02';
}
