import { serveThread } from './serve-thread.js';

/** A thread that signs and verifies. */
serveThread([]);
