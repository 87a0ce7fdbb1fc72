import type { ConsentHanded, Stage } from '../stage.js';

export const PURPOSE = 'loan-income-check';
export const FIELDS = ['employer-name', 'insured-months'];
export const THREE = ['contribution-base', ...FIELDS];

/** What this story has come to. */
export function own(stage: Stage): ConsentHanded {
  return stage.handed.consent;
}

/** What the bank asks for: these fields, twice, for thirty days. */
export function askingFor(stage: Stage, fields: readonly string[]) {
  return { subject: own(stage).citizen, purpose: PURPOSE, fields, count: 2, days: 30 };
}

/** One fetch of what was granted. */
export function fetchOf(stage: Stage) {
  return { consent: own(stage).consent, purpose: PURPOSE, fields: FIELDS };
}

/** Keeps bytes that a client handed over. */
export function keepBytes(stage: Stage, name: string, result: unknown): void {
  const { bytes } = result as { bytes: string };
  stage.keep(name, new Uint8Array(Buffer.from(bytes, 'base64url')));
}
