import { demonstrationTerms, Seeded, syntheticPerson } from '@renxin/gateway/demonstration';
import { layOutContract, renderPdf, renderStamp, templates } from '@renxin/gateway/document';
import { nativeProvider as provider } from '@renxin/seal/native';
import { signPdf } from '@renxin/seal/pdf';
import { issueCertificate, issueRoot, POLICY_TEST, POLICY_TEST_TIME_STAMP } from '@renxin/seal/pki';
import { generateRsaSigner, generateSigner, type CertificateSigner } from '@renxin/seal/signer';
import { createTimeStampAuthority, timeStampRequest } from '@renxin/seal/tsa';
import { randomBytes } from 'node:crypto';
import type { Figure } from '../figure.js';
import { ACTIVATION, NOW } from './sealed.js';

const DOCUMENTS = 60;
/** How much a document may cost, in signatures of its own: the signer's and the token's. */
const TIMES = 25;
const SIZE = { width: 67_000, height: 18_000 };

/**
 * A contract of three pages with Chinese text, each of other people, laid out, drawn, stamped and signed with a time-stamp
 * inside (B-T), beside the signatures alone. Processor time; of each the best round counts.
 */
export async function benchPdf(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const algorithm of ['P-256', 'SM2', 'RSA'] as const) figures.push(await benchWith(algorithm));
  return figures;
}

async function benchWith(algorithm: 'P-256' | 'SM2' | 'RSA'): Promise<Figure> {
  const { make, signatures } = await workshop(algorithm);
  const costs = { document: [] as number[], signatures: [] as number[] };
  let next = 0;
  for (let round = 0; round < 4; round++) {
    const document = await costOf(DOCUMENTS, () => make(next++));
    const alone = await costOf(DOCUMENTS * 10, signatures);
    // The first round warms up.
    if (round === 0) continue;
    costs.document.push(document);
    costs.signatures.push(alone);
  }
  const limit = TIMES * Math.min(...costs.signatures);
  const value = Math.min(...costs.document);
  return {
    name: `PDF contract of three pages, made, stamped and signed B-T with ${algorithm}`,
    value,
    unit: 'ms',
    peer: `its two signatures, ${TIMES} times`,
    peerValue: limit,
    ratio: limit / value,
    target: 1,
    details: { documents: DOCUMENTS, 'times its signatures': Math.round((TIMES * value) / limit) },
  };
}

/** Milliseconds of processor time of each. */
async function costOf(times: number, run: () => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage();
  for (let i = 0; i < times; i++) await run();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000 / times;
}

async function workshop(algorithm: 'P-256' | 'SM2' | 'RSA'): Promise<{
  readonly make: (number: number) => Promise<Uint8Array>;
  readonly signatures: () => Promise<void>;
}> {
  const newSigner = async (): Promise<CertificateSigner> =>
    algorithm === 'RSA' ? (await generateRsaSigner(2048)).signer : generateSigner(algorithm).signer;
  const [root, person, authority] = [await newSigner(), await newSigner(), await newSigner()];
  const imprint = algorithm === 'SM2' ? 'SM3' : 'SHA-256';
  const [template] = templates;
  if (template === undefined) throw new Error('no template');
  const common = {
    policies: [POLICY_TEST],
    random: randomBytes,
    activation: ACTIVATION,
    provider,
    notBefore: new Date(NOW.getTime() - 1e9),
    notAfter: new Date(NOW.getTime() + 1e10),
  };
  const issuer = {
    signer: root,
    certificate: await issueRoot({ ...common, signer: root, subject: { commonName: '演示根 CA' } }),
  };
  const issue = (profile: 'person' | 'time-stamp', { key }: typeof root): Promise<Uint8Array> =>
    issueCertificate({ ...common, issuer, profile, key, subject: { commonName: profile } });
  const certificate = await issue('person', person);
  let serial = 0n;
  const stamps = createTimeStampAuthority({
    signer: authority,
    certificate: await issue('time-stamp', authority),
    chain: [],
    policy: POLICY_TEST_TIME_STAMP,
    clock: () => NOW,
    serials: async () => ++serial,
    accuracy: { seconds: 1 },
    provider,
  });
  const by = { signer: person, certificate, chain: [], activation: ACTIVATION, provider };
  const message = randomBytes(300);
  return {
    make: async (number) => {
      const who = syntheticPerson(new Seeded(number));
      const terms = demonstrationTerms(who, template, `RX-2026-${number + 100_000}`, '2026-03-02');
      const { layout, content } = layOutContract(terms, {
        sm3: (bytes) => provider.hash('SM3', bytes),
        demonstration: true,
      });
      if (layout.pages.length !== 3) throw new Error('a contract of another length');
      const pdf = renderPdf(layout, { content, createdAt: NOW });
      const stamp = renderStamp(
        {
          seal: { shape: 'name', name: who.name },
          role: '劳动者',
          name: who.name,
          at: NOW,
          serial: number.toString(16).padStart(32, '1'),
          address: 'http://127.0.0.1:8080/verify?document=1',
        },
        SIZE,
      );
      const request = { form: 'pades', field: 'worker', at: NOW, stamp } as const;
      const place = { page: 2, rectangle: [300, 300, 490, 351] } as const;
      return signPdf(pdf, { ...request, place }, by, (...parts) =>
        stamps.respond(
          timeStampRequest({
            digest: provider.hash(imprint, ...parts),
            algorithm: imprint,
            certReq: true,
          }),
        ),
      );
    },
    signatures: async () => {
      for (const signer of [person, authority])
        await signer.sign({ algorithm, message, activation: ACTIVATION });
    },
  };
}
