import { consent } from './consent/index.js';
import { evidence } from './evidence/index.js';
import { certificates } from './certificates/index.js';
import { laborContract } from './labor-contract/index.js';
import type { Story } from './story.js';

/**
 * The stories in the order in which they are played; those without steps are not shown. To add one: a file or folder here
 * that exports a `Story` (story.ts), what it hands to others as members of `Handed` (stage.ts), and what its clients do in
 * gateway/src/actors/acts. Demo, start page and tests play whatever is in this list.
 */
export const stories: readonly Story[] = [laborContract, certificates, consent, evidence];
