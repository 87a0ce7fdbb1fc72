import type { EvidenceCertificate } from '@renxin/archive/bundle';
import { fromBase64url, toHex } from '@renxin/chaincode/canonical';
import { plusMilliseconds, HOUR } from '@renxin/chaincode/messages';
import type { Source } from '../template.js';
import { memberAt } from './terms-fields.js';

/** A certificate of evidence as what fills its template. */
export function evidenceSource(certificate: EvidenceCertificate): Source {
  const { document, concluded, parties } = certificate;
  const fields: Readonly<Record<string, string>> = {
    '/serial': certificate.serial,
    '/contract': certificate.contract,
    '/sm3': grouped(document.sm3),
    '/sha256': grouped(document.sha256),
    '/employer': parties.employer,
    '/worker': parties.worker,
    '/ledger': certificate.ledger,
    '/concludedAt': inChina(concluded.time),
    '/height': String(concluded.height),
    '/issuedBy': certificate.issuedBy,
    '/at': inChina(certificate.at),
  };
  return {
    field: (pointer) => {
      const text = fields[pointer];
      return text === undefined ? undefined : { text, mark: false };
    },
    value: (pointer) => memberAt(certificate, pointer),
  };
}

/** Hexadecimal in groups of eight, so that people can compare and lines can break. */
function grouped(digest: string): string {
  return toHex(fromBase64url(digest) ?? new Uint8Array()).replace(/(.{8})(?=.)/g, '$1 ');
}

function inChina(instant: string): string {
  const local = plusMilliseconds(instant, 8 * HOUR);
  return `${local.slice(0, 4)}年${local.slice(5, 7)}月${local.slice(8, 10)}日 ${local.slice(11, 19)}（北京时间）`;
}
