import type { JsonObject } from '@renxin/chaincode/canonical';
import { generateSigner, type Signer } from '@renxin/seal/signer';
import { nativeProvider } from '@renxin/seal/native';
import { GatewayClient } from '@renxin/wallets/client';
import * as wallet from '@renxin/wallets/e-certificate';
import { attest, bind, type Keys } from '@renxin/wallets/keystore';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Seeded, syntheticPerson } from '../../demonstration/people.js';
import type { PlayedCall } from '../../play/format.js';
import { notRefused } from '../act.js';
import type { Stage } from '../stage.js';
import type { StepResult } from '../story.js';

/**
 * Somebody else, with a key and an identifier of its own, shows a claim that came into its hands. Its keys live in memory
 * for this one step.
 */
export async function shownBySomebodyElse(
  stage: Stage,
  claim: JsonObject,
  verifier: string,
  purpose: string,
): Promise<StepResult> {
  const calls: PlayedCall[] = [];
  const keystore = memoryKeys();
  const { name, citizenNumber } = syntheticPerson(new Seeded(4711));
  const authority = stage.troupe.addressOf('identity-authority');
  const baseUrl = stage.gatewayOf(verifier);
  const attested = await attest(keystore, authority, { name, citizenNumber }, 'credential', verifier);
  const clock = (): Date => new Date();
  const identifier = await bind(keystore, baseUrl, stage.ledger, attested, clock().toISOString());
  const trust = new Uint8Array(await (await fetch(`${baseUrl}/trust.json`)).arrayBuffer());
  const own = {
    identifier,
    ledger: stage.ledger,
    clock,
    provider: nativeProvider,
    random: (length: number) => new Uint8Array(randomBytes(length)),
    keystore,
    client: new GatewayClient({
      baseUrl,
      ledger: stage.ledger,
      identifier,
      signer: await keystore.signer(identifier),
      clock,
      onCall: (call) => void calls.push({ from: 'visitor', ...call }),
    }),
    headers: new HeaderKeeper(
      join(tmpdir(), `renxin-${identifier}.json`),
      baseUrl,
      nativeProvider,
      ledgerTrustOf(openTrust(trust, nativeProvider).trust),
    ),
  };
  try {
    const presentation = await wallet.present(own, [claim], { purpose, recipient: verifier });
    await wallet.submitPresentation(own, presentation);
    return { came: 'done', outcome: notRefused, calls };
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (typeof code !== 'string') throw error;
    const outcome = {
      zh: '被拒绝：凭证写给另一个人的密钥，拿到文件的人用不了。',
      en: 'Refused: the claim is made out to another person’s key; having the file is not enough.',
    };
    return { came: code, outcome, calls };
  }
}

function memoryKeys(): Keys {
  const signers = new Map<string, Signer>();
  return {
    generate: async ({ identifier }, algorithm) => {
      const { signer } = generateSigner(algorithm);
      signers.set(identifier, signer);
      return signer;
    },
    signer: async (name) => {
      const signer = signers.get(name);
      if (signer === undefined) throw new TypeError('no such key');
      return signer;
    },
    keepCertificate: async () => undefined,
    certificate: async () => undefined,
  };
}
