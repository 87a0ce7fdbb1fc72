import { z } from 'zod';
import { digest, word } from '../messages/primitives.js';
import { parseCitizenNumber, parseUscc, provinceOf } from '../identifiers/index.js';
import { isCalendarDate } from './calendar.js';
import { plainText } from './text.js';

/**
 * The terms of a labor contract (劳动合同法 art. 17; docs/formats/terms.md). Strict: one contract has one form, so that
 * its canonical bytes have one digest. Money is in fen. A clause that nobody has written yet is an empty text, which
 * {@link checkTerms} refuses by name. The message of each issue is a stable code.
 */

/** A calendar date that a contract may name. */
const date = z
  .string()
  .refine((text) => isCalendarDate(text) && text >= '1950-01-01' && text <= '2150-12-31', 'DATE');

/** Fen (分), at most one hundred million yuan. */
const fen = z.int().min(0).max(10_000_000_000);
/** A clause that may still be empty in a draft. */
const clause = (max: number) => plainText(0, max);
const months = (max: number) => z.int().min(1).max(max);

const uscc = z.string().superRefine((text, context) => {
  const parsed = parseUscc(text);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.code });
  else if (parsed.uscc !== text) context.addIssue({ code: 'custom', message: 'USCC_FORM' });
});

const citizenNumber = z.string().superRefine((text, context) => {
  const parsed = parseCitizenNumber(text);
  if (!parsed.ok) context.addIssue({ code: 'custom', message: parsed.code });
  else if (parsed.number !== text) context.addIssue({ code: 'custom', message: 'CITIZEN_NUMBER_FORM' });
});

/** Six digits of GB/T 2260 with a known province: minimum wages differ by county. */
const county = z.string().refine((text) => /^\d{6}$/.test(text) && provinceOf(text) !== undefined, 'REGION');
const mobile = z.string().regex(/^1[3-9]\d{9}$/, 'PHONE');
const phone = z.string().regex(/^(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8}(?:-\d{1,6})?|400-\d{3}-\d{4})$/, 'PHONE');

export const socialInsuranceKind = z.enum(['PENSION', 'MEDICAL', 'UNEMPLOYMENT', 'WORK_INJURY', 'MATERNITY']);

export const terms = z.strictObject({
  schema: z.literal(1),
  contractNo: z.string().regex(/^[A-Z0-9](?:[A-Z0-9-]{4,38}[A-Z0-9])$/, 'CONTRACT_NUMBER'),
  templateId: word,
  templateVersion: z.int().min(1).max(9999),
  language: z.literal('zh-CN'),
  employer: z.strictObject({
    name: plainText(2, 120),
    uscc,
    domicile: clause(200),
    /** Legal representative or principal (法定代表人或者主要负责人). */
    legalRepresentative: plainText(2, 50),
    contact: z.strictObject({ name: plainText(2, 50), phone }),
  }),
  worker: z.strictObject({
    name: plainText(2, 50),
    /** Resident identity card, or resident permit of Hong Kong, Macao and Taiwan residents: both carry a citizen number. */
    idType: z.literal('CITIZEN_NUMBER'),
    idNo: citizenNumber,
    address: clause(200),
    mobile,
  }),
  termType: z.enum(['FIXED', 'OPEN_ENDED', 'PROJECT']),
  /** The first day of the term. */
  startDate: date,
  /** The last day of the term, included. */
  endDate: z.exactOptional(date),
  /** What ends a contract for the completion of a task (art. 15). */
  projectCompletion: z.exactOptional(plainText(1, 500)),
  /** The day on which work began (用工之日), where it is not `startDate`. */
  workStartDate: z.exactOptional(date),
  probation: z.exactOptional(
    z.strictObject({
      months: months(120),
      /** Fen a month. */
      wage: fen,
      /** The wage of the lowest grade of the same post with this employer, fen a month (实施条例 art. 15). */
      lowestGradeWage: z.exactOptional(fen.min(1)),
    }),
  ),
  /** Dispatch (劳务派遣, art. 58): where the worker works, and for how long. */
  dispatch: z.exactOptional(
    z.strictObject({
      /** The organisation that uses the work (用工单位). */
      host: z.strictObject({ name: plainText(2, 120), uscc }),
      /** The first and the last day, both included. */
      startDate: date,
      endDate: date,
    }),
  ),
  jobTitle: clause(60),
  jobContent: clause(1000),
  workplace: z.strictObject({ regionCode: county, address: clause(200) }),
  workingTimeSystem: z.enum(['STANDARD', 'COMPREHENSIVE', 'FLEXIBLE']),
  /** The number of the permission for a comprehensive or flexible system (劳动法 art. 39). */
  workingTimeApproval: z.exactOptional(plainText(1, 60)),
  restRules: clause(1000),
  wage: z.strictObject({
    /** Fen a month; with piece work the amount that is guaranteed. */
    amount: fen.min(1),
    currency: z.literal('CNY'),
    method: z.enum(['TIME', 'PIECE']),
    /** Piece rates, bonus, allowances: how pay is made up. */
    structure: z.exactOptional(plainText(1, 1000)),
    /** Day of the month. */
    payDay: z.int().min(1).max(31),
  }),
  socialInsurance: z
    .array(socialInsuranceKind)
    .max(5)
    .refine((kinds) => new Set(kinds).size === kinds.length, 'DUPLICATE'),
  /** Occupational hazards of the post; an empty list says that there are none. */
  hazards: z
    .array(
      z.strictObject({
        factor: plainText(1, 100),
        consequence: plainText(1, 300),
        measures: plainText(1, 500),
      }),
    )
    .max(20),
  protection: clause(1000),
  /** Supplementary insurance and benefits. */
  benefits: z.exactOptional(plainText(1, 1000)),
  /** Professional training at the employer's cost with a period of service (art. 22). */
  training: z.exactOptional(
    z.strictObject({
      content: plainText(1, 500),
      cost: fen,
      serviceMonths: months(240),
      /** What the worker pays at most for leaving the period of service, fen. */
      penalty: fen,
    }),
  ),
  confidentiality: z.exactOptional(plainText(1, 2000)),
  nonCompete: z.exactOptional(
    z.strictObject({
      months: months(120),
      personnel: z.enum(['SENIOR_MANAGER', 'SENIOR_TECHNICIAN', 'CONFIDENTIALITY', 'OTHER']),
      scope: plainText(1, 500),
      area: plainText(1, 200),
      /** Fen a month while it lasts. */
      compensation: fen,
    }),
  ),
  /** Further clauses, one a text. */
  additions: z.array(plainText(1, 1000)).max(30),
  attachments: z.array(z.strictObject({ name: plainText(1, 120), sm3: digest })).max(30),
});

export type Terms = z.infer<typeof terms>;
export type SocialInsuranceKind = z.infer<typeof socialInsuranceKind>;
