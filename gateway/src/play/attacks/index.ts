import type { Attack } from './attack.js';
import { rewriteLedger } from './rewrite-ledger.js';
import { revokedProof } from './revoked-proof.js';
import { rewriteLog } from './rewrite-log.js';
import { stolenToken } from './stolen-token.js';

/** The attacks that the start page plays against the running platform. */
export const attacks: readonly Attack[] = [revokedProof, stolenToken, rewriteLedger, rewriteLog];
