import { canonical, toBase64url } from '@renxin/chaincode/canonical';
import { instant, messageBytes, registryMessages } from '@renxin/chaincode/messages';
import { ledgerTrustOf, openTrust } from '@renxin/archive/verify';
import { nativeProvider } from '@renxin/seal/native';
import { GatewayClient, type Call } from '@renxin/wallets/client';
import {
  attest,
  bind,
  Keystore,
  readIfThere,
  requestCertificate,
  writeDurably,
} from '@renxin/wallets/keystore';
import * as labor from '@renxin/wallets/labor-contract';
import type { LedgerTrust } from '@renxin/network/proof';
import { HeaderKeeper } from '@renxin/wallets/receipts';
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { employer as demonstrationEmployer } from '../demonstration/organisations.js';
import type { SyntheticPerson } from '../demonstration/people.js';
import type { Act, Stage } from './control.js';

export interface PartyOptions {
  readonly role: 'worker' | 'employer';
  readonly directory: string;
  /** Base URL of the platform, and of the organisation on it that the party deals with. */
  readonly platform: string;
  readonly gateway: string;
  readonly authority: string;
  readonly ledger: string;
  readonly passphrase: string;
  readonly clock: () => Date;
  /** The worker's own data. */
  readonly person?: SyntheticPerson;
}

const contractInput = z.strictObject({ contract: z.string() });
const signingInput = z.strictObject({ contract: z.string(), amendment: z.int().min(0) });
const signInput = signingInput.extend({ seen: z.array(z.int()) });

/** A worker or an employer of the demonstration: a client that keeps its own keys and speaks HTTP. */
export async function partyStage(options: PartyOptions): Promise<Stage> {
  const keystore = await Keystore.open(options.directory, options.passphrase);
  let calls: Call[] = [];
  const onCall = (call: Call): void => void calls.push(call);
  const acting = new Acting(options, keystore, onCall);
  return {
    acts: {
      ...commonActs(acting),
      ...(options.role === 'worker' ? workerActs(acting) : employerActs(acting)),
    },
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
}

/** The party's identity across acts; which identifier it uses is kept in its own directory. */
class Acting {
  readonly options: PartyOptions;
  readonly keystore: Keystore;
  readonly #onCall: (call: Call) => void;
  #party: labor.Party | undefined;

  constructor(options: PartyOptions, keystore: Keystore, onCall: (call: Call) => void) {
    this.options = options;
    this.keystore = keystore;
    this.#onCall = onCall;
  }

  async party(): Promise<labor.Party> {
    this.#party ??= await this.#make(await this.identifier());
    return this.#party;
  }

  async identifier(): Promise<string> {
    const kept = await readIfThere(join(this.options.directory, 'identifier'));
    if (kept === undefined) throw new ActRefusal('NOT_ENROLLED');
    return kept.trim();
  }

  async use(identifier: string): Promise<void> {
    await writeDurably(join(this.options.directory, 'identifier'), identifier + '\n');
    this.#party = undefined;
  }

  async #make(identifier: string): Promise<labor.Party> {
    const { role, gateway, ledger, clock, directory } = this.options;
    const signer = await this.keystore.signer(identifier);
    return {
      identifier,
      role,
      ledger,
      clock,
      provider: nativeProvider,
      random: (length) => new Uint8Array(randomBytes(length)),
      keystore: this.keystore,
      client: new GatewayClient({
        baseUrl: gateway,
        ledger,
        identifier,
        signer,
        clock,
        onCall: this.#onCall,
      }),
      headers: new HeaderKeeper(join(directory, 'header.json'), gateway, nativeProvider, await this.#trust()),
    };
  }

  /** The trust file is pinned at first use, as a holder pins the one that a ministry publishes. */
  async #trust(): Promise<LedgerTrust> {
    const path = join(this.options.directory, 'trust.json');
    let text = await readIfThere(path);
    if (text === undefined) {
      text = await (await fetch(`${this.options.platform}/trust.json`)).text();
      await writeDurably(path, text);
    }
    const { trust } = openTrust(new TextEncoder().encode(text), nativeProvider);
    return ledgerTrustOf(trust);
  }
}

function commonActs(acting: Acting): Record<string, Act> {
  return {
    head: async () => (await acting.party()).headers.latest(),
    'accept-head': async (value) => (await acting.party()).headers.accept(value),
    scene: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      const scene = await labor.openScene(await acting.party(), contract, amendment);
      return { fingerprint: scene.fingerprint, pages: scene.pages.map(({ layout }) => layout) };
    },
    sign: async (value) => {
      const { contract, amendment, seen } = signInput.parse(value);
      const decide: labor.Show = async () => ({ kind: 'sign', method: 'confirmation', seen });
      return labor.signContract(await acting.party(), contract, amendment, decide);
    },
    download: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      const files = await labor.downloadAll(await acting.party(), contract, amendment);
      return Object.fromEntries([...files].map(([name, bytes]) => [name, toBase64url(bytes)]));
    },
    export: async (value) => {
      const { contract, purpose } = exportInput.parse(value);
      const party = await acting.party();
      const bundle = await labor.exportBundle(party, contract, purpose);
      return { bundle: toBase64url(bundle), proof: canonical(await labor.proveState(party, contract)) };
    },
    view: async (value) => labor.view(await acting.party(), contractInput.parse(value).contract),
  };
}

function workerActs(acting: Acting): Record<string, Act> {
  const { options, keystore } = acting;
  return {
    introduce: async () => options.person,
    enrol: async (value) => {
      const { towards } = z.strictObject({ towards: z.string() }).parse(value);
      const person = options.person;
      if (person === undefined) throw new ActRefusal('NOT_ENROLLED');
      const at = (): string => options.clock().toISOString();
      const { name, citizenNumber } = person;
      const answer = await attest(
        keystore,
        options.authority,
        { name, citizenNumber },
        'employment',
        towards,
      );
      const identifier = await bind(keystore, options.gateway, options.ledger, answer, at());
      await acting.use(identifier);
      const { client } = await acting.party();
      await requestCertificate(keystore, client, identifier, { commonName: name }, answer.attestation, at());
      return { identifier };
    },
    'acknowledge-disclosure': async (value) =>
      labor.acknowledgeDisclosure(await acting.party(), contractInput.parse(value).contract),
    acknowledge: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return labor.acknowledgeDelivery(await acting.party(), contract, amendment);
    },
    decline: async (value) => {
      const { contract, version, reason } = refusalInput.parse(value);
      return labor.decline(await acting.party(), contract, version, reason);
    },
    dissolve: async (value) => {
      const { contract, ground, on } = workersEnd.parse(value);
      return labor.dissolveAsWorker(await acting.party(), contract, ground, on);
    },
    'agree-dissolution': async (value) =>
      labor.agreeDissolution(await acting.party(), contractInput.parse(value).contract),
  };
}

function employerActs(acting: Acting): Record<string, Act> {
  const { options, keystore } = acting;
  const terms = z.record(z.string(), z.unknown());
  return {
    registration: async () => {
      const { id } = demonstrationEmployer;
      const known = (await keystore.list()).find((entry) => entry.identifier === id);
      if (known !== undefined) return { key: known.key };
      const { key } = await keystore.generate(
        { identifier: id, relation: 'organisation', towards: id },
        'SM2',
      );
      return { key };
    },
    possess: async (value) => {
      const change = registryMessages.registryChange.parse(value);
      const signer = await keystore.signer(demonstrationEmployer.id);
      const activation = {
        id: randomUUID(),
        method: 'confirmation' as const,
        at: instant.parse(options.clock().toISOString()),
      };
      const message = messageBytes('registry/change', options.ledger, change);
      return {
        signature: toBase64url(await signer.sign({ algorithm: signer.key.algorithm, message, activation })),
      };
    },
    enrol: async () => {
      const { id, name } = demonstrationEmployer;
      await acting.use(id);
      if ((await keystore.certificate(id)) !== undefined) return { identifier: id };
      const { client } = await acting.party();
      await requestCertificate(
        keystore,
        client,
        id,
        { commonName: name },
        undefined,
        options.clock().toISOString(),
      );
      return { identifier: id };
    },
    check: async (value) =>
      labor.checkTerms(await acting.party(), z.strictObject({ terms }).parse(value).terms),
    draft: async (value) => labor.draft(await acting.party(), draftInput.parse(value)),
    revise: async (value) => {
      const input = z.strictObject({ contract: z.string(), version: z.int(), terms }).parse(value);
      return labor.revise(await acting.party(), input.contract, input.version, input.terms);
    },
    withdraw: async (value) => {
      const { contract, version, reason } = refusalInput.parse(value);
      return labor.withdraw(await acting.party(), contract, version, reason);
    },
    lock: async (value) => {
      const { contract, version } = z.strictObject({ contract: z.string(), version: z.int() }).parse(value);
      return labor.lock(await acting.party(), contract, version);
    },
    deliver: async (value) => {
      const { contract, amendment } = signingInput.parse(value);
      return labor.deliver(await acting.party(), contract, amendment);
    },
    'propose-amendment': async (value) => {
      const input = z.strictObject({ contract: z.string(), terms }).parse(value);
      return labor.proposeAmendment(await acting.party(), input.contract, input.terms);
    },
    'propose-dissolution': async (value) => {
      const input = z.strictObject({ contract: z.string(), ground: z.string(), on: z.string() }).parse(value);
      return labor.proposeDissolution(await acting.party(), input.contract, input.ground, input.on);
    },
    dispose: async (value) => labor.dispose(await acting.party(), contractInput.parse(value).contract),
  };
}

const exportInput = z.strictObject({
  contract: z.string(),
  purpose: z.enum(['party', 'arbitration', 'court', 'archive']),
});
const refusalInput = z.strictObject({ contract: z.string(), version: z.int(), reason: z.string() });
const workersEnd = z.strictObject({ contract: z.string(), ground: z.enum(['37', '38']), on: z.string() });
const draftInput = z.strictObject({
  contract: z.string(),
  worker: z.string(),
  region: z.string(),
  template: z.strictObject({ id: z.string(), version: z.int(), sm3: z.string() }),
  terms: z.record(z.string(), z.unknown()),
  predecessor: z.exactOptional(z.string()),
});

/** The party cannot do this now. */
class ActRefusal extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}
