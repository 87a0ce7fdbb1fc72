import { toBase64url, type JsonObject } from '@renxin/chaincode/canonical';
import * as wallet from '@renxin/wallets/e-certificate';
import { attestationAnswer, document, type AttestationAnswer } from '@renxin/wallets/api';
import { attest, bind, readIfThere, writeDurably } from '@renxin/wallets/keystore';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { SyntheticPerson } from '../../demonstration/people.js';
import { ActRefusal, type Acting, type Connected } from '../acting.js';
import type { Act } from '../control.js';

const province = z.strictObject({ towards: z.string() });
const askInput = z.strictObject({
  certificate: z.string(),
  at: z.string(),
  verifier: z.string(),
  claims: z.array(z.string()),
});
const showInput = z.strictObject({
  derivation: z.string(),
  at: z.string(),
  verifier: z.string(),
  purpose: z.string(),
  asOf: z.exactOptional(z.string()),
  /** What a forger would change; only the demonstration does it. */
  forged: z.exactOptional(z.record(z.string(), z.string())),
});
const endedInput = z.strictObject({ contract: z.string(), towards: z.string() });
/** How often a wallet looks for what is on its way, and the milliseconds between. */
const ATTEMPTS = 200;
const PAUSE = 200;
const copyInput = z.strictObject({
  certificate: z.string(),
  at: z.string(),
  purpose: z.string(),
  recipient: z.string(),
  expires: z.string(),
});
const pagesInput = z.strictObject({
  certificate: z.string(),
  at: z.string(),
  rendering: z.exactOptional(z.string()),
});
const codeInput = z.strictObject({ certificate: z.string(), at: z.string(), claims: z.array(z.string()) });
/** How long a code of the demonstration is good. */
const CODE_MINUTES = 10;
const askedTransfer = z.strictObject({ transfer: z.string(), from: z.string(), to: z.string() });
const transferInput = z.strictObject({ certificate: z.string(), from: z.string(), to: z.string() });

/** What the worker does with certificates: each province knows this person under another identifier and key. */
export function holderActs(acting: Acting, person: SyntheticPerson, passphrase: string): Record<string, Act> {
  const { keystore, options } = acting;
  const holdings = wallet.Holdings.open(options.directory, passphrase);
  const shown = new Map<string, JsonObject>();

  async function holder(towards: string): Promise<Connected> {
    return acting.connect(towards, await acting.identifier('credential', towards));
  }

  function attestationFile(towards: string): string {
    return join(options.directory, `attestation-${towards}.json`);
  }

  async function attestation(towards: string): Promise<AttestationAnswer['attestation']> {
    const text = await readIfThere(attestationFile(towards));
    if (text === undefined) throw new ActRefusal('NOT_ENROLLED');
    return attestationAnswer.shape.attestation.parse(JSON.parse(text));
  }

  async function claimOf(derivation: string, at: string): Promise<JsonObject> {
    const known = shown.get(derivation) ?? (await wallet.fetchDerivation(await holder(at), derivation));
    shown.set(derivation, known);
    return known;
  }

  return {
    'become-holder': async (value) => {
      const { towards } = province.parse(value);
      const { name, citizenNumber } = person;
      const { authority, ledger, clock } = options;
      const answer = await attest(keystore, authority, { name, citizenNumber }, 'credential', towards);
      const at = clock().toISOString();
      const identifier = await bind(keystore, acting.gatewayOf(towards), ledger, answer, at);
      await acting.use(identifier, 'credential', towards);
      await writeDurably(attestationFile(towards), JSON.stringify(answer.attestation) + '\n');
      await wallet.introduce(await holder(towards), answer.attestation);
      return { identifier };
    },
    'receive-certificates': async (value) => {
      const views = await wallet.fetchCertificates(await holder(province.parse(value).towards));
      for (const { certificate, credential, opening } of views)
        await (await holdings).keep({ certificate, credential, opening });
      return views.map(({ certificate, type, state, credential }) => ({
        certificate,
        type,
        state,
        credential,
      }));
    },
    /** The certificate of a contract's end, which the employer issues by itself once both have agreed. */
    'receive-end-certificate': async (value) => {
      const { contract, towards } = endedInput.parse(value);
      const own = await acting.connect(towards, await acting.identifier('employment'));
      const named = wallet.endCertificateOf(contract);
      for (let i = 0; i < ATTEMPTS; i++) {
        const held = (await wallet.fetchCertificates(own)).find(({ certificate }) => certificate === named);
        if (held === undefined) {
          await wait(PAUSE);
          continue;
        }
        const { certificate, credential, opening, state } = held;
        await (await holdings).keep({ certificate, credential, opening });
        return { certificate, state, credential };
      }
      throw new ActRefusal('CERTIFICATE_UNKNOWN');
    },
    /** A copy of its certificate for one purpose (加注件), which the issuer has to seal. */
    'ask-copy': async (value) => {
      const { certificate, at, ...asked } = copyInput.parse(value);
      return { rendering: await wallet.requestCopy(await holder(at), certificate, asked) };
    },
    /** Takes the sealed pages of its certificate, or of a copy, home. */
    'fetch-pages': async (value) => {
      const { certificate, at, rendering } = pagesInput.parse(value);
      const { ofd, pdf } = await wallet.fetchRendering(await holder(at), certificate, rendering);
      return { ofd: toBase64url(ofd), pdf: toBase64url(pdf) };
    },
    'ask-claim': async (value) => {
      const { certificate, at, verifier, claims } = askInput.parse(value);
      const word = await attestation(verifier);
      const derivation = await wallet.requestDerivation(
        await holder(at),
        certificate,
        verifier,
        claims,
        word,
      );
      return { derivation };
    },
    /** The claim that was derived: what the wallet would show. */
    claim: async (value) => {
      const { derivation, at } = z.strictObject({ derivation: z.string(), at: z.string() }).parse(value);
      return claimOf(derivation, at);
    },
    show: async (value) => {
      const { derivation, at, verifier, purpose, asOf, forged } = showInput.parse(value);
      const claim = await claimOf(derivation, at);
      const credential =
        forged === undefined
          ? claim
          : { ...claim, credentialSubject: { ...(claim['credentialSubject'] as JsonObject), ...forged } };
      const to = await holder(verifier);
      const presentation = await wallet.present(to, [credential], { purpose, recipient: verifier });
      const answer = await wallet.submitPresentation(to, presentation, asOf);
      return { presentation, answer };
    },
    /** Hands a presentation in as it is, also one that was taken before. */
    'show-again': async (value) => {
      const input = z.strictObject({ presentation: document, verifier: z.string() }).parse(value);
      return wallet.submitPresentation(await holder(input.verifier), input.presentation);
    },
    'transfer-out': async (value) => {
      const { certificate, from, to } = transferInput.parse(value);
      const own = await holder(from);
      const view = (await wallet.fetchCertificates(own)).find((each) => each.certificate === certificate);
      if (view === undefined) throw new ActRefusal('CERTIFICATE_UNKNOWN');
      const sequence = view.states + 1;
      return wallet.transferOut(own, view, sequence, from, to);
    },
    /** Asks the other province to take over what was sent away; it knows the holder by the identifier that the certificate has. */
    'ask-transfer-in': async (value) => {
      const { certificate, from, to } = transferInput.parse(value);
      const held = await wallet.fetchCertificates(await holder(from));
      const view = held.find((each) => each.certificate === certificate);
      if (view === undefined) throw new ActRefusal('CERTIFICATE_UNKNOWN');
      const own = await acting.connect(to, await acting.identifier('credential', from));
      await wallet.introduce(own, await attestation(from));
      return wallet.askTransferIn(own, certificate, view.credential);
    },
    /** What became of it. */
    'transfer-in': async (value) => {
      const { transfer, from, to } = askedTransfer.parse(value);
      const own = await acting.connect(to, await acting.identifier('credential', from));
      return wallet.transferInOf(own, transfer);
    },
    /** Its certificate as a QR code, to be checked without a network. */
    code: async (value) => {
      const { certificate, at, claims } = codeInput.parse(value);
      return wallet.certificateCode(await holder(at), certificate, claims, CODE_MINUTES);
    },
    'query-everywhere': async (value) => {
      const { towards } = province.parse(value);
      return wallet.queryEverywhere(await holder(towards), await attestation(towards));
    },
  };
}
