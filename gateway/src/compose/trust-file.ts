import { signTrust, type Trust } from '@renxin/archive/verify';
import { LedgerError } from '@renxin/network';
import { hosted, ministry } from '../demonstration/organisations.js';
import { QUORUM, type HostedLog } from '../evidence-log/index.js';
import { unattended } from '../keys/key-ring.js';
import { Refusal } from '../problem/index.js';
import type { Base } from './base.js';
import { issuersOf } from './issuers.js';

/**
 * What a verifier may believe of this platform, signed by the ministry: every anchor is marked `test`.
 * @param asOf issuers, accreditations and recognitions as the ledger had them at this time
 * @throws Refusal NOT_READY, QUERY_INVALID for a time that has not come
 */
export async function trustFile(
  {
    ledger,
    anchors,
    hierarchy,
    sealMakers,
    keys,
    clock,
    logs,
    rsaHierarchy,
    certificateAuthorities: { ready },
  }: Base,
  asOf?: string,
): Promise<Uint8Array> {
  if (asOf !== undefined && asOf > clock().toISOString()) throw new Refusal('QUERY_INVALID');
  const ofLedger = await anchors().catch((error: unknown) => {
    if (error instanceof LedgerError && error.code === 'LEDGER_TX_UNKNOWN') throw new Refusal('NOT_READY');
    throw error;
  });
  const now = clock();
  const standing = 'test' as const;
  const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
  const trust: Trust = {
    schema: 1,
    ledger: ledger.name,
    issuedAt: now.toISOString(),
    validUntil: new Date(now.getTime() + 365 * 86_400_000).toISOString(),
    issuer: { id: ministry.id, name: ministry.name, key: keys.signer(ministry.id).key },
    certificateAuthorities: [
      {
        name: '人信演示根 CA（SM2）',
        certificate: base64(hierarchy.root),
        revocationList: base64(await ready.root.revocationList()),
        uses: ['person', 'organisation', 'time-stamp'],
        standing,
        operator: ministry.name,
      },
      {
        name: 'Renxin demonstration root CA (P-256)',
        certificate: base64(hierarchy.rootP256),
        revocationList: base64(await ready['root-p256'].revocationList()),
        uses: ['person', 'organisation', 'time-stamp'],
        standing,
        operator: ministry.name,
      },
      {
        name: '人信演示制章 CA（SM2）',
        certificate: base64(sealMakers.root),
        revocationList: base64(await ready['seal-makers'].revocationList()),
        uses: ['seal-maker'],
        standing,
        operator: ministry.name,
      },
      ...((await rsaHierarchy.isMade())
        ? [
            {
              name: 'Renxin demonstration root CA (RSA)',
              certificate: base64((await rsaHierarchy.made()).rootRsa),
              uses: ['person' as const, 'organisation' as const, 'time-stamp' as const],
              standing,
              operator: ministry.name,
            },
          ]
        : []),
    ],
    ...ofLedger,
    organisations: hosted.map(({ id, name }) => ({ id, name, key: keys.signer(id).key, standing })),
    logs: [...logs.values()].map((log) => logTrust(log, [...logs.values()])),
    ...(await issuersOf(ledger, asOf)),
    ...(asOf !== undefined && { asOf }),
  };
  return signTrust(trust, keys.signer(ministry.id), unattended('trust-file', now));
}

/** Every log and witness of the demonstration is run by one operator, and says so. */
function logTrust(
  { organisation, keys }: HostedLog,
  all: readonly HostedLog[],
): NonNullable<Trust['logs']>[number] {
  const from = new Date(0).toISOString();
  const others = all.filter((each) => each.organisation !== organisation);
  return {
    origin: keys.origin,
    operator: ministry.name,
    hash: 'SHA-256',
    keys: [keys.ed25519, keys.sm2].map(({ text }) => ({ key: text, from })),
    witnesses: others.map((each) => ({ key: each.keys.witness.text, from, operator: ministry.name })),
    quorum: QUORUM,
    standing: 'test',
  };
}
