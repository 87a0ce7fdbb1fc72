import type { OpenedTrust } from '@renxin/archive/verify';
import type { JsonObject } from '@renxin/chaincode/canonical';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { GatewayClient } from '@renxin/wallets/client';
import type { Holder } from '@renxin/wallets/labor-contract';
import type { AttestationAnswer } from '@renxin/wallets/api';
import type { SyntheticPerson } from '../demonstration/people.js';

/** What a kit asks of a deployment, one thing at a time. */
export interface Check {
  /** Stable; reports and tests name it. */
  readonly id: string;
  readonly group: Group;
  readonly title: { readonly zh: string; readonly en: string };
  /** The standard's clause that it is about. */
  readonly clause: string;
  /** What has to be given by options for it to run. */
  readonly needs?: readonly Need[];
  /** What it leaves on the ledger or in the deployment's store, if anything. */
  readonly creates?: { readonly zh: string; readonly en: string };
  /** Resolves to what was found. @throws Failed, Skipped; anything else is a failure as well */
  run(kit: Kit): Promise<JsonObject>;
}

export const groups = ['trust', 'did', 'status', 'issuing', 'verification', 'transfer'] as const;
export type Group = (typeof groups)[number];
export type Need = 'official' | 'identity-authority' | 'other' | 'other-official';

/** The deployment does not do what the clause asks. `code` is stable. */
export class Failed extends Error {
  readonly code: string;
  readonly evidence: JsonObject;
  constructor(code: string, evidence: JsonObject = {}, options?: ErrorOptions) {
    super(code, options);
    this.name = 'Failed';
    this.code = code;
    this.evidence = evidence;
  }
}

/** It could not be asked, and the reason. */
export class Skipped extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.name = 'Skipped';
    this.code = code;
  }
}

/** A holder that the kit made, with the identity authority's word. */
export interface KitHolder extends Holder {
  readonly attestation: AttestationAnswer['attestation'];
}

/** A certificate that the kit had issued. */
export interface KitCertificate {
  readonly certificate: string;
  readonly credential: JsonObject;
}

/** What checks work with, and what the earlier ones left for the later ones. */
export interface Kit {
  /** Base URL of the province, without a trailing slash. */
  readonly base: string;
  readonly province: string;
  readonly provider: CryptoProvider;
  readonly clock: () => Date;
  /** Synthetic: county 0000, valid check digit. */
  readonly person: SyntheticPerson;
  /** The fingerprint that the operator was told, if any. */
  readonly fingerprint: string | undefined;
  /** The province's own official. */
  readonly official: ((trust: OpenedTrust) => GatewayClient) | undefined;
  /** Makes a holder towards a province. */
  readonly enrol:
    | ((
        opened: Pick<OpenedTrust, 'trust'>,
        base: string,
        province: string,
        person: SyntheticPerson,
      ) => Promise<KitHolder>)
    | undefined;
  /** The same holder at the gateway of another province. */
  readonly visit: (
    opened: Pick<OpenedTrust, 'trust'>,
    base: string,
    holder: Pick<KitHolder, 'keystore' | 'identifier' | 'attestation'>,
  ) => Promise<KitHolder>;
  /** Another province of the same ledger, for the transfer. */
  readonly other: { readonly base: string; readonly province: string } | undefined;
  /** Its own official. */
  readonly otherOfficial: ((trust: OpenedTrust) => GatewayClient) | undefined;
  trust?: OpenedTrust & { readonly bytes: Uint8Array };
  holder?: KitHolder;
  there?: KitHolder;
  certificate?: KitCertificate;
  /** The certificate that the other province took over. */
  taken?: KitCertificate;
  /** What was made and is not ended yet: the last first. */
  readonly undo: Undo[];
}

export interface Undo {
  readonly what: string;
  end(): Promise<void>;
}

/** What an earlier check has to have found. @throws Skipped EARLIER_CHECK */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Skipped('EARLIER_CHECK');
  return value;
}

/** A member that has to be a text; empty for anything else. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
