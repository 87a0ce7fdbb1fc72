import type { Route } from '../http/route.js';
import { documentationRoutes } from './documentation.js';
import { live, metrics, ready } from './platform.js';
import { openSession, sessionNonce } from './session.js';

/** Every route of the gateway. */
export const routes: readonly Route[] = [
  sessionNonce,
  openSession,
  live,
  ready,
  metrics,
  ...documentationRoutes(() => routes),
];
