import { signCredential } from '@renxin/credentials/credential';
import { StatusBits, statusListCredential } from '@renxin/credentials/status';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import type { Figure } from './figure.js';
import { percentile } from './ledger/load.js';

const [ISSUERS, ENTRIES, SET] = [100, 1_000_000, 10_000];
/** Milliseconds to publish a list that changed, besides its signatures. */
const LONGEST = 50;
const NOW = new Date('2026-03-02T08:00:00.000Z');
const ACTIVATION = { id: 'bench', method: 'unattended', at: NOW.toISOString() } as const;

/** Lists of a hundred issuers with a million places each: one place changes, and the whole list is encoded and signed. */
export async function benchStatusLists(): Promise<Figure> {
  const issuers = Array.from({ length: ISSUERS }, (_, i) => issuerOf(i));
  const bytes = (): number => process.memoryUsage().arrayBuffers;
  const before = bytes();
  for (const { bits } of issuers) for (let n = 0; n < SET; n++) bits.set((n * 7919 + 13) % ENTRIES, true);
  const whole: number[] = [];
  const without: number[] = [];
  for (const issuer of issuers) {
    issuer.bits.set(500_000, true);
    const start = process.cpuUsage();
    const list = unsignedOf(issuer);
    without.push(millisecondsSince(start));
    const { did, keys } = issuer;
    await signCredential(list, {
      provider: nativeProvider,
      now: NOW,
      activation: ACTIVATION,
      keys: keys(did),
    });
    whole.push(millisecondsSince(start));
  }
  const encoded = percentile(
    without.sort((a, b) => a - b),
    0.5,
  );
  return {
    name: 'credentials.status-list',
    value: Math.round(encoded * 10) / 10,
    unit: 'ms of processor time (p50)',
    peer: 'the longest that publishing a list may take besides its signatures',
    peerValue: LONGEST,
    ratio: LONGEST / encoded,
    target: 1,
    details: {
      issuers: ISSUERS,
      'entries of each': ENTRIES,
      'p99 ms': Math.round(percentile(without, 0.99) * 10) / 10,
      'p50 ms with both signatures':
        Math.round(
          percentile(
            whole.sort((a, b) => a - b),
            0.5,
          ) * 10,
        ) / 10,
      'MiB of all lists more than empty': Math.round((bytes() - before) / 1024 / 102.4) / 10,
    },
  };
}

type Issuer = ReturnType<typeof issuerOf>;

function issuerOf(n: number) {
  const [sm2, assertion] = [generateSigner('SM2').signer, generateAssertionSigner().signer];
  return {
    did: `did:renxin:bench:issuer-${n}`,
    bits: new StatusBits(ENTRIES),
    keys: (did: string) =>
      [
        { verificationMethod: `${did}#assertion-1`, signer: assertion },
        { verificationMethod: `${did}#key-1`, signer: sm2 },
      ] as const,
  };
}

function unsignedOf({ did, bits }: Issuer) {
  return statusListCredential({
    id: `https://bench.example/${did.slice(-3)}/status-lists/1-revocation`,
    issuer: did,
    statusPurpose: 'revocation',
    bits,
    validFrom: '2026-03-02T07:59:00.000Z',
    validUntil: '2026-03-02T08:05:00.000Z',
  });
}

function millisecondsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}
