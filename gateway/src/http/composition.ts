import type { RequestHandler } from 'express';
import type { PartyRole } from '../session/index.js';
import type { Services } from '../services.js';
import type { Log } from '../log/log.js';
import type { Metrics } from '../metrics/metrics.js';

/** Everything that the HTTP house needs, constructed elsewhere. */
export interface Composition {
  /** Exactly one of them is the ministry: it answers at the bare root as well. */
  readonly organisations: readonly HostedOrganisation[];
  readonly platform: Platform;
  /** Answers what no route answers: the web pages. Sets its own Content-Security-Policy; calls `next` for what it has not. */
  readonly pages?: RequestHandler;
}

/** An organisation whose gateway this process serves under `/orgs/{id}`. */
export interface HostedOrganisation {
  readonly id: string;
  readonly role: PartyRole;
  readonly services: Services;
}

export interface Platform {
  /** Where clients reach this process, without a trailing slash. Known once it listens, so a function. */
  readonly publicUrl: () => string;
  readonly clock: () => Date;
  /** Cryptographically random bytes. */
  readonly random: (length: number) => Uint8Array;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Names what is not ready; empty when all is. Called by `/readyz`. */
  readonly notReady: () => Promise<readonly string[]>;
}
