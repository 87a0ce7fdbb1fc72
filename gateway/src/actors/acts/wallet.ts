import type { JsonObject } from '@renxin/chaincode/canonical';
import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import type { Matchable } from '@renxin/credentials/openid4vp';
import { disclosed, readSdJwt, withDisclosures } from '@renxin/credentials/sd-jwt';
import { nativeProvider } from '@renxin/seal/native';
import { generateSigner } from '@renxin/seal/signer';
import { offerCertificate } from '@renxin/wallets/e-certificate';
import {
  accessByCode,
  HeldCopies,
  openOffer,
  receive,
  type Awaited,
  type BindingKey,
  type HeldCopy,
  type Received,
} from '@renxin/wallets/openid4vci';
import { answer, choices, decline, openRequest, type Choice } from '@renxin/wallets/openid4vp';
import type { DIDDocument } from 'did-resolver';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createOutgoing } from '../../outgoing/index.js';
import { outgoingFetch } from '../../outgoing/outgoing-fetch.js';
import { ActRefusal, type Acting } from '../acting.js';
import type { Act } from '../control.js';

const linkInput = z.strictObject({ link: z.string() });
const acceptInput = linkInput.extend({ transactionCode: z.string(), configuration: z.string() });
const answerInput = linkInput.extend({ agreed: z.boolean() });

/** What the worker does as a wallet: it takes offers of any issuer up, and shows what it has when its holder agrees. */
export function walletActs(acting: Acting, passphrase: string): Record<string, Act> {
  const { keystore, options } = acting;
  const { platform, clock } = options;
  const copies = HeldCopies.open(options.directory, passphrase);
  const waiting = new Map<string, { awaited: Awaited; key: string; issuer: string }>();
  const fetch = outgoingFetch(createOutgoing({ known: () => [new URL(platform).origin] }));
  const activation = () => ({ id: randomUUID(), method: 'confirmation', at: clock().toISOString() }) as const;
  // A new key for each issuer's client: nobody sees two visits of one wallet by it.
  const client = () => ({ fetch, clientKey: generateSigner('P-256').signer, activation });
  const methodOf = methodsFrom(createDidResolver({ lookup }));

  /** What the platform answers about a DID of the ledger. */
  async function lookup(did: string) {
    const response = await fetch(`${platform}/1.0/identifiers/${encodeURIComponent(did)}`, {
      headers: { Accept: 'application/did' },
    });
    if (!response.ok) return undefined;
    return { didDocument: (await response.json()) as DIDDocument, didDocumentMetadata: {} };
  }

  /** A key for one credential alone; SM2 where the format has proofs for it. */
  async function newKey(format: string | undefined): Promise<{ name: string; key: BindingKey }> {
    const name = `w-${randomUUID().replaceAll('-', '')}`;
    const entry = { identifier: name, relation: 'credential', towards: 'wallet' } as const;
    return { name, key: { signer: await keystore.generate(entry, format === 'ldp_vc' ? 'SM2' : 'P-256') } };
  }

  async function keep(received: Received, key: string, issuer: string) {
    const [credential] = received.credentials;
    if (credential === undefined) throw new ActRefusal('CREDENTIAL_OTHER_KEY');
    await (await copies).keep({ key, issuer, format: received.format, credential });
    return { key, format: received.format };
  }

  async function asked(link: string) {
    const request = await openRequest(link, { fetch, provider: nativeProvider, now: clock(), methodOf });
    const held = (await (await copies).all()).flatMap(matchableOf);
    return { request, chosen: choices(request, held) };
  }

  return {
    /** The holder sends a certificate of its own to another wallet, here its own. */
    'offer-certificate': async (value) => {
      const input = z.strictObject({ certificate: z.string(), towards: z.string() }).parse(value);
      const own = await acting.connect(input.towards, await acting.identifier('credential', input.towards));
      return offerCertificate(own, input.certificate);
    },
    'open-offer': async (value) => {
      const { issuer, issuerName, configurations, needsTransactionCode } = await openOffer(
        linkInput.parse(value).link,
        client(),
      );
      return { issuer, issuerName, configurations, needsTransactionCode };
    },
    'accept-offer': async (value) => {
      const { link, transactionCode, configuration } = acceptInput.parse(value);
      const own = client();
      const offer = await openOffer(link, own);
      const { format } = offer.configurations.find(({ id }) => id === configuration) ?? {};
      const { name, key } = await newKey(format);
      const access = await accessByCode(offer, transactionCode, own);
      const got = await receive(offer, access, { ...own, clock, keys: [key], configuration });
      if ('credentials' in got) return keep(got, name, offer.issuer);
      waiting.set(name, { awaited: got, key: name, issuer: offer.issuer });
      return { waiting: name };
    },
    'fetch-later': async (value) => {
      const { waiting: name } = z.strictObject({ waiting: z.string() }).parse(value);
      const known = waiting.get(name);
      if (known === undefined) throw new ActRefusal('TRANSACTION_UNKNOWN');
      const got = await known.awaited.later();
      if (got === undefined) return { waiting: name };
      waiting.delete(name);
      return keep(got, known.key, known.issuer);
    },
    /** What the holder sees before anything is shown: who, what for, and which members. */
    'open-request': async (value) => {
      const { request, chosen } = await asked(linkInput.parse(value).link);
      const { verifier, name, purpose, query } = request;
      return { verifier, name, purpose, query, choices: chosen.map((each) => each.name) };
    },
    'answer-request': async (value) => {
      const { link, agreed } = answerInput.parse(value);
      const { request, chosen } = await asked(link);
      const with_ = { fetch, provider: nativeProvider, clock, activation };
      if (!agreed) return decline(request, with_);
      const shown = await Promise.all(
        chosen.map(async (choice) => {
          const { held } = firstOf(choice);
          const key = { signer: await keystore.signer(held.key) };
          return { name: choice.name, credential: shownOf(held, request.query, choice.name), key };
        }),
      );
      return { returnTo: await answer(request, shown, with_) };
    },
  };
}

type HeldMatchable = Matchable & { readonly held: HeldCopy };

function matchableOf(held: HeldCopy): HeldMatchable[] {
  const { format, credential } = held;
  if (format === 'ldp_vc' && typeof credential !== 'string') return [{ format, credential, held }];
  if (format !== 'dc+sd-jwt' || typeof credential !== 'string') return [];
  return [{ format, credential: disclosed(readSdJwt(credential), nativeProvider), held }];
}

function firstOf({ candidates }: Choice<HeldMatchable>): HeldMatchable {
  const [first] = candidates;
  if (first === undefined) throw new ActRefusal('QUERY_NOT_ANSWERED');
  return first;
}

/** Of an SD-JWT VC only the members that are asked for. */
function shownOf({ credential }: HeldCopy, query: JsonObject, name: string): JsonObject | string {
  if (typeof credential !== 'string') return credential;
  const queries = query['credentials'] as readonly { id: string; claims?: readonly { path: unknown[] }[] }[];
  const claims = queries.find(({ id }) => id === name)?.claims ?? [];
  return withDisclosures(
    credential,
    claims.flatMap(({ path: [first] }) => (typeof first === 'string' ? [first] : [])),
  );
}
