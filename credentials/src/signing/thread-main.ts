import { serveThread } from '@renxin/seal/threads';
import { signMany } from './sign-many.js';

/** A thread that signs credentials as well. */
serveThread([signMany]);
