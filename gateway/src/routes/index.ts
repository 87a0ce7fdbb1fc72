import type { Route } from '../http/route.js';
import { certificateCode } from './certificate-codes.js';
import { consentRoutes } from './consent.js';
import { archiveRoutes } from './archive.js';
import { documentationRoutes } from './documentation.js';
import { evidenceRoutes } from './evidence.js';
import { commandProof, ledgerBlocks, ledgerNetwork } from './inside.js';
import { eCertificateRoutes } from './e-certificates/index.js';
import { importRoutes } from './imports.js';
import { laborContractRoutes } from './labor-contract.js';
import { lookUpRoutes } from './look-ups.js';
import { openid4vpRoutes } from './openid4vp.js';
import { openid4vciRoutes } from './openid4vci.js';
import { evidenceLogRoutes } from './evidence-log.js';
import { keyRoutes } from './keys.js';
import { stateFacts } from './facts.js';
import { resolveIdentifier } from './identifiers.js';
import { ledgerHead } from './ledger.js';
import { live, metrics, ready } from './platform.js';
import {
  addAssertionKey,
  bindKey,
  identifierProof,
  requestCertificate,
  requestDocumentCertificate,
  revocationLists,
} from './registry.js';
import { renderingRoutes } from './renderings.js';
import { sealRoutes } from './seals.js';
import { registryChangeRoutes } from './registry-changes.js';
import { trustRegistryRoutes } from './trust-registry.js';
import { verifyBatch } from './verification-batches.js';
import { vcalmRoutes } from './vcalm.js';
import { openSession, sessionNonce } from './session.js';
import {
  askStatus,
  askStatusByAddress,
  certificate,
  revocationList,
  timeStamp,
  timeStampRsa,
  trustFile,
  verifierPage,
} from './trust.js';

/** Every route of the gateway. */
export const routes: readonly Route[] = [
  sessionNonce,
  openSession,
  bindKey,
  identifierProof,
  resolveIdentifier,
  addAssertionKey,
  requestCertificate,
  requestDocumentCertificate,
  revocationLists,
  ledgerHead,
  ledgerNetwork,
  ledgerBlocks,
  commandProof,
  ...laborContractRoutes,
  ...evidenceLogRoutes,
  ...consentRoutes,
  ...sealRoutes,
  ...keyRoutes,
  ...archiveRoutes,
  ...evidenceRoutes,
  stateFacts,
  ...eCertificateRoutes,
  ...importRoutes,
  ...lookUpRoutes,
  certificateCode,
  verifyBatch,
  ...trustRegistryRoutes,
  ...registryChangeRoutes,
  ...renderingRoutes,
  ...vcalmRoutes,
  ...openid4vciRoutes,
  ...openid4vpRoutes,
  trustFile,
  verifierPage,
  timeStamp,
  timeStampRsa,
  certificate,
  revocationList,
  askStatus,
  askStatusByAddress,
  live,
  ready,
  metrics,
  ...documentationRoutes(() => routes),
];
