import type { Check } from '../../verify/check.js';
import type { StampedTime, TimeStampReport } from '../../verify/time-stamp.js';
import type { History } from './coverage.js';
import type { Level, PdfReportCode, PdfStep } from './report.js';

/** A time-stamp over the document, with the number of the revision that it covers. */
export interface OverDocument {
  readonly revision: number;
  readonly stamped: StampedTime;
}

/** The level that was reached; each asks for all of the one before it. */
export function levelOf(
  checks: readonly Check<PdfStep, PdfReportCode>[],
  revision: number | undefined,
  inside: TimeStampReport | undefined,
  stamps: readonly OverDocument[],
  history: History,
): Level | null {
  const passed = (step: PdfStep): boolean =>
    checks.some((each) => each.step === step && each.outcome === 'pass');
  if (!passed('signature') || !passed('byte-range') || revision === undefined) return null;
  const over = stamps.filter((stamp) => stamp.revision > revision);
  if (!passed('time') || (inside?.verdict !== 'valid' && over.length === 0)) return 'B-B';
  const storeAt = history.findIndex(
    (changes, i) => i > revision && !(changes instanceof Error) && changes.validationData,
  );
  if (!passed('revocation') || storeAt < 0) return 'B-T';
  return over.some((stamp) => stamp.revision >= storeAt) ? 'B-LTA' : 'B-LT';
}
