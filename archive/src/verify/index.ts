export type { NamedFile } from './recognise.js';
export * from './report.js';
export * from './rules.js';
export type { StatementCode, StepCode, StepName } from './texts.js';
export * from './trust.js';
export * from './verify.js';
