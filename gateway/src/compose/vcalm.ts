import { JsonError, readJson } from '@renxin/chaincode/canonical';
import { registry } from '@renxin/chaincode/contracts';
import { createDidResolver, methodsFrom } from '@renxin/credentials/did';
import { knownContexts } from '@renxin/credentials/rdfc';
import { didOf } from '@renxin/wallets/e-certificate';
import { didsOn, publicFetch } from '../did/sources.js';
import { SeenOnce } from '../session/seen-once.js';
import { requireSchemaInForce } from '../trust-registry/schema-in-force.js';
import { StatusBook, VC_JWT, Vcalm, type IssuingKey, type VcalmServices } from '../vcalm/index.js';
import type { Base } from './base.js';
import { assertionKeyOf, provinceSigner } from './province-signer.js';

/** How long a challenge that was answered is remembered, in milliseconds. */
const REMEMBERED = 3_600_000;

/** An organisation as an issuer and verifier of any credential, by its keys of the ledger. */
export function vcalmServices(base: Base, organisation: string): VcalmServices {
  const { store, keys, ledger, provider, clock, random, publicUrl, outgoing } = base;
  const did = didOf(ledger.name, organisation);
  const fetch = publicFetch(outgoing);
  const assertionKey = assertionKeyOf(base, organisation);
  const lists = (): string => `${publicUrl()}/orgs/${organisation}/credentials/status-lists`;
  const status = new StatusBook({
    store,
    organisation,
    issuer: did,
    base: lists,
    sign: provinceSigner(base, organisation),
    provider,
    clock,
    random,
  });

  async function ownKeys(): Promise<readonly IssuingKey[]> {
    const assertion = await assertionKey();
    const own = await ledger.evaluate(registry.operations.identifier, { identifier: organisation });
    const verificationMethod = `${did}#key-${String(own.keys.at(-1)?.sequence ?? 1)}`;
    return [
      { cryptosuite: 'eddsa-rdfc-2022', ...assertion },
      { cryptosuite: 'eddsa-jcs-2022', ...assertion },
      ...(keys.signer(organisation).key.algorithm === 'SM2'
        ? [
            {
              cryptosuite: 'sm2-jcs-2026' as const,
              verificationMethod,
              signer: keys.signer(organisation),
            },
          ]
        : []),
      { cryptosuite: VC_JWT, ...assertion },
    ];
  }

  async function fetchList(url: string): Promise<unknown> {
    const own = `${lists()}/`;
    if (url.startsWith(own)) return status.list(url.slice(own.length));
    const bytes = URL.canParse(url) ? await fetch(new URL(url)) : undefined;
    try {
      return bytes === undefined ? undefined : readJson(bytes);
    } catch (error) {
      if (error instanceof JsonError) return undefined;
      throw error;
    }
  }

  return {
    status,
    answered: new SeenOnce(REMEMBERED, clock),
    vcalm: new Vcalm({
      contexts: knownContexts,
      provider,
      clock,
      methodOf: methodsFrom(createDidResolver({ lookup: didsOn(ledger), fetch })),
      keys: ownKeys,
      status,
      schemaInForce: (sm3) => requireSchemaInForce(ledger, sm3),
      fetchList,
      unsigned: false,
    }),
  };
}
