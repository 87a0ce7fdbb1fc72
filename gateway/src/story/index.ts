import { laborContract } from './labor-contract/index.js';
import type { Story } from './story.js';

/** The stories in the order in which they are played. Those without steps are not shown. */
export const stories: readonly Story[] = [laborContract];
