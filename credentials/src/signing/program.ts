import type { ThreadProgram } from '@renxin/seal/threads';
import { signMany } from './sign-many.js';

/** What threads run that sign credentials in bulk. */
export const signingProgram: ThreadProgram = {
  url: new URL('./thread-main.js', import.meta.url),
  works: [signMany],
};
