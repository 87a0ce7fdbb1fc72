import type { Route } from '../../http/route.js';
import { correctionRoutes } from './corrections.js';
import { decidingRoutes } from './deciding.js';
import { derivationRoutes } from './derivations.js';
import { holdingRoutes } from './holding.js';
import { issuingRoutes } from './issuing.js';
import { listLicences } from './licences.js';
import { presentationRoutes } from './presentations.js';
import { processRoutes } from './process.js';
import { recognitionRoutes } from './recognitions.js';
import { attestFromRegister } from './register-entries.js';
import { statusListRoutes } from './status-lists.js';
import { transferRoutes } from './transfers.js';

/** E-certificates: issuers, holders and verifying provinces (国令第716号 art. 10). */
export const eCertificateRoutes: readonly Route[] = [
  ...issuingRoutes,
  attestFromRegister,
  ...holdingRoutes,
  ...derivationRoutes,
  ...decidingRoutes,
  ...correctionRoutes,
  ...processRoutes,
  listLicences,
  ...transferRoutes,
  ...recognitionRoutes,
  ...presentationRoutes,
  ...statusListRoutes,
];
