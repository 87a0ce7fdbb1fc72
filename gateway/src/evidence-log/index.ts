export type { EvidenceLog, LogMatter } from './evidence-log.js';
export type { Matters } from './follower.js';
export * from './hosted-log.js';
