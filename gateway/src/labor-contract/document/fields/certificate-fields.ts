import type { EndCertificate } from '@renxin/chaincode/labor-law';
import { dateText, monthsText } from '../money.js';
import type { Source } from '../template.js';
import { memberAt, TERM_TYPES } from './terms-fields.js';

/** A certificate of dissolution or termination as what fills its template. */
export function certificateSource(certificate: EndCertificate): Source {
  const fields: Readonly<Record<string, string | undefined>> = {
    '/certificateNo': certificate.certificateNo,
    '/contractNo': certificate.contractNo,
    '/employer/name': certificate.employer.name,
    '/employer/uscc': certificate.employer.uscc,
    '/worker/name': certificate.worker.name,
    '/worker/idType': '公民身份号码',
    '/worker/idNo': certificate.worker.idNo,
    '/kind': certificate.kind === 'DISSOLUTION' ? '解除' : '终止',
    '/termType': TERM_TYPES[certificate.termType],
    '/startDate': dateText(certificate.startDate),
    '/endDate': certificate.endDate === undefined ? undefined : dateText(certificate.endDate),
    '/endedOn': dateText(certificate.endedOn),
    '/jobTitle': certificate.jobTitle,
    '/serviceSince': dateText(certificate.serviceSince),
    '/serviceMonths': monthsText(certificate.serviceMonths),
    '/issuedOn': dateText(certificate.issuedOn),
  };
  return {
    field: (pointer) => {
      const text = fields[pointer];
      return text === undefined ? undefined : { text, mark: false };
    },
    value: (pointer) => memberAt(certificate, pointer),
  };
}
