import { date, identifier, recordId, word } from '@renxin/chaincode/messages';
import { z } from 'zod';

/** A licence as everybody may see it: the certificate's record and its number, nothing else that it says. */
export const licenceView = z.strictObject({
  certificate: recordId,
  type: word,
  /** 许可证编号. */
  number: z.string(),
  issuer: identifier,
  issuedOn: date,
  validUntil: z.exactOptional(date),
  /** As of now. */
  state: z.string(),
  /** 证照状态 01 to 07 and 99. */
  nationalState: z.string().regex(/^\d{2}$/),
});
export const licenceList = z.strictObject({ licences: z.array(licenceView) });

export type LicenceView = z.infer<typeof licenceView>;
