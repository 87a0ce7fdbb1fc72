import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import { generate } from '@digitalbazaar/ed25519-multikey';
import { cryptosuite } from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import { issue } from '@digitalbazaar/vc';
import type { JsonObject } from '@renxin/chaincode/canonical';
import { multikeyOf } from '@renxin/credentials/data-integrity';
import { issueOpen } from '@renxin/credentials/open';
import { documentLoader, knownContexts, rdfcSuites } from '@renxin/credentials/rdfc';
import { issueSdJwt } from '@renxin/credentials/sd-jwt';
import { nativeProvider } from '@renxin/seal/native';
import { generateAssertionSigner, generateSigner } from '@renxin/seal/signer';
import { randomBytes } from 'node:crypto';
import type { Figure } from './figure.js';
import { inTurns } from './turns.js';

const NOW = new Date('2026-03-02T08:00:00.000Z');
const ACTIVATION = { id: 'bench', method: 'unattended', at: NOW.toISOString() } as const;
const [TURNS, EACH] = [100, 5];

/**
 * The other formats beside raw signing with the same key, and `eddsa-rdfc-2022` beside the W3C editors' own library as it is
 * published.
 */
export async function benchFormats(document: JsonObject): Promise<Figure[]> {
  const { signer } = generateAssertionSigner();
  const multikey = multikeyOf(signer.key);
  const did = `did:key:${multikey}`;
  const verificationMethod = `${did}#${multikey}`;
  const credential = { ...document, issuer: did };
  const message = new Uint8Array(64).fill(7);
  const common = { verificationMethod, signer, activation: ACTIVATION, now: NOW, provider: nativeProvider };
  const contexts = knownContexts;
  const open = { ...common, contexts, further: rdfcSuites(contexts), cryptosuite: 'eddsa-rdfc-2022' };
  const holder = `did:key:${multikeyOf(generateSigner('P-256').signer.key)}`;
  const { credentialSubject } = document as { readonly credentialSubject: JsonObject };
  const bound = { ...credential, credentialSubject: { ...credentialSubject, id: holder } };
  const sdJwt = { ...common, random: (length: number) => new Uint8Array(randomBytes(length)) };
  const theirs = await generate({ id: verificationMethod, controller: did });
  const loader = documentLoader(contexts);
  const rates = await inTurns(
    {
      sign: () => signer.sign({ algorithm: 'Ed25519', message, activation: ACTIVATION }),
      rdfc: () => issueOpen(credential, open),
      sdJwt: () => issueSdJwt(bound, sdJwt),
      library: () =>
        issue({
          credential: { ...credential },
          suite: new DataIntegrityProof({ signer: theirs.signer(), cryptosuite }),
          documentLoader: loader,
        }),
    },
    TURNS,
    EACH,
  );
  const raw = 'raw Ed25519 signing with the same key, one thread';
  const figure = (name: string, value: number, peer: string, peerValue: number, target: number): Figure => ({
    name: `credentials.${name}`,
    value: Math.round(value),
    unit: 'credentials/s',
    peer,
    peerValue: Math.round(peerValue),
    ratio: value / peerValue,
    target,
    details: { turns: TURNS },
  });
  return [
    figure('issue-eddsa-rdfc-2022', rates.rdfc, raw, rates.sign, 0.09),
    figure('issue-eddsa-rdfc-2022-library', rates.rdfc, '@digitalbazaar/vc as published', rates.library, 3),
    figure('issue-sd-jwt-vc', rates.sdJwt, raw, rates.sign, 0.2),
  ];
}
