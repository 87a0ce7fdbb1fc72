import { z } from 'zod';
import { addDays, isCalendarDate, wholeMonths } from './calendar.js';
import { terms, type Terms } from './terms.js';

const date = z.string().refine(isCalendarDate, 'DATE');

/**
 * The certificate of dissolution or termination (解除、终止劳动合同证明, 实施条例 art. 24): the term, the day of the end, the
 * post and the years of service. It gives no reason, and the law asks for none. See docs/formats/terms.md.
 */
export const endCertificate = z.strictObject({
  schema: z.literal(1),
  certificateNo: terms.shape.contractNo,
  contractNo: terms.shape.contractNo,
  employer: z.strictObject({ name: terms.shape.employer.shape.name, uscc: terms.shape.employer.shape.uscc }),
  worker: z.strictObject({
    name: terms.shape.worker.shape.name,
    idType: terms.shape.worker.shape.idType,
    idNo: terms.shape.worker.shape.idNo,
  }),
  /** Dissolution (解除, art. 36-41) or termination (终止, art. 44). */
  kind: z.enum(['DISSOLUTION', 'TERMINATION']),
  termType: terms.shape.termType,
  startDate: date,
  endDate: z.exactOptional(date),
  /** The last day of the contract. */
  endedOn: date,
  jobTitle: terms.shape.jobTitle,
  /** The first day of uninterrupted work with this employer. */
  serviceSince: date,
  /** Whole months of service, the last day included. */
  serviceMonths: z.int().min(0).max(1200),
  issuedOn: date,
});

export type EndCertificate = z.infer<typeof endCertificate>;

/**
 * The certificate of a contract that ends. `serviceSince` is needed when earlier contracts came before without a gap.
 * @throws RangeError when the end lies before the service, or the issue before the end by more than the last day allows.
 */
export function certificateOf(
  contract: Terms,
  end: {
    readonly certificateNo: string;
    readonly kind: EndCertificate['kind'];
    readonly endedOn: string;
    readonly issuedOn: string;
    readonly serviceSince?: string;
  },
): EndCertificate {
  const started = contract.workStartDate ?? contract.startDate;
  const serviceSince = end.serviceSince ?? (started < contract.startDate ? started : contract.startDate);
  if (end.endedOn < serviceSince) throw new RangeError('the end lies before the service');
  return endCertificate.parse({
    schema: 1,
    certificateNo: end.certificateNo,
    contractNo: contract.contractNo,
    employer: { name: contract.employer.name, uscc: contract.employer.uscc },
    worker: { name: contract.worker.name, idType: contract.worker.idType, idNo: contract.worker.idNo },
    kind: end.kind,
    termType: contract.termType,
    startDate: contract.startDate,
    ...(contract.endDate === undefined ? {} : { endDate: contract.endDate }),
    endedOn: end.endedOn,
    jobTitle: contract.jobTitle,
    serviceSince,
    serviceMonths: wholeMonths(serviceSince, addDays(end.endedOn, 1)),
    issuedOn: end.issuedOn,
  });
}
