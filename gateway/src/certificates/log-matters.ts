import { canonicalBytes } from '@renxin/chaincode/canonical';
import type { certificateRecords } from '@renxin/chaincode/contracts';
import { messageBytes, type MessageBody } from '@renxin/chaincode/messages';
import type { LedgerEvent } from '@renxin/network';
import { z } from 'zod';
import type { LogMatter, Matters } from '../evidence-log/index.js';
import { recordOf, type CertificateDesk } from './desk.js';

/**
 * The certificates of this province and every decision on them: of a beginning the credential goes into the evidence log,
 * of a decision the message that was signed.
 */
export function certificateMatters(desk: CertificateDesk): Matters {
  return {
    'certificate.certificate-issued': (event) => begun(desk, event, 'certificate/issued'),
    'certificate.certificates-issued': (event) => batchBegun(desk, event),
    'certificate.certificate-attested': (event) => begun(desk, event, 'certificate/attested'),
    'certificate.certificate-transferred': async (event) => {
      await noteGone(desk, event);
      return begun(desk, event, 'certificate/taken-over');
    },
    'certificate.certificate-changed': (event) => decided(desk, event),
  };
}

const payload = z.object({ certificate: z.string(), province: z.string() });

const batchPayload = z.object({ certificates: z.array(z.string()), province: z.string() });

const transferPayload = z.object({ predecessor: z.string(), from: z.string() });

/** Another province has taken over what was this one's: its lists say so. */
async function noteGone(desk: CertificateDesk, event: LedgerEvent): Promise<void> {
  const { predecessor, from } = transferPayload.parse(event.payload);
  if (from !== desk.organisation) return;
  const record = await recordOf(desk, predecessor);
  if (record !== undefined) await desk.statusLists.note(record);
}

async function batchBegun(desk: CertificateDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { certificates, province } = batchPayload.parse(event.payload);
  if (province !== desk.organisation) return [];
  return (await Promise.all(certificates.map((each) => matterOf(desk, each, 'certificate/issued')))).flat();
}

async function begun(desk: CertificateDesk, event: LedgerEvent, kind: string): Promise<LogMatter[]> {
  const { certificate, province } = payload.parse(event.payload);
  return province === desk.organisation ? matterOf(desk, certificate, kind) : [];
}

async function matterOf(desk: CertificateDesk, certificate: string, kind: string): Promise<LogMatter[]> {
  const fresh = desk.fresh.get(certificate);
  if (fresh !== undefined) return [{ kind, id: certificate, document: fresh }];
  // The credential is kept before the ledger has its commitment.
  const issued = (await desk.files.get(certificate))?.value.issued;
  if (issued === undefined) return [];
  return [{ kind, id: certificate, document: canonicalBytes(issued.credential) }];
}

const KINDS = {
  suspend: 'certificate/suspended',
  reinstate: 'certificate/reinstated',
  'set-aside': 'certificate/set-aside',
  'take-up': 'certificate/taken-up',
  revoke: 'certificate/revoked',
  cancel: 'certificate/cancelled',
  'transfer-out': 'certificate/transferred-out',
  'withdraw-transfer': 'certificate/transfer-withdrawn',
} as const;
type Decided = keyof typeof KINDS;

/** All decisions so far: those that are in the log already are not put there again. */
async function decided(desk: CertificateDesk, event: LedgerEvent): Promise<LogMatter[]> {
  const { certificate, province } = payload.parse(event.payload);
  if (province !== desk.organisation) return [];
  const { states } = (await recordOf(desk, certificate)) ?? { states: [] };
  return states.flatMap(({ operation, decision, at }, number) => {
    // The date alone decides: nobody signed it.
    if (operation === 'expire') {
      const document = canonicalBytes({ certificate, state: 'EXPIRED', at });
      return [{ kind: 'certificate/expired', id: `${certificate}-${number}`, document }];
    }
    if (decision === undefined || !isDecided(operation)) return [];
    const document = signed(desk.ledger.name, operation, decision);
    return [{ kind: KINDS[operation], id: `${certificate}-${number}`, document }];
  });
}

function isDecided(operation: certificateRecords.OperationWord): operation is Decided {
  return operation in KINDS;
}

/** The bytes under the signatures of a decision. The ledger's rules keep each decision under its own operation. */
function signed(ledger: string, operation: Decided, decision: certificateRecords.Decision): Uint8Array {
  const kind = `certificate/${operation}` as const;
  return messageBytes(kind, ledger, decision as MessageBody<typeof kind>);
}
