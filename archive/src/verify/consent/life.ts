import {
  consentMessages as messages,
  registryMessages,
  signature,
  type MessageBody,
  type MessageKind,
  type PublicKey,
} from '@renxin/chaincode/messages';
import type { CommandEvidence } from '@renxin/network/proof';
import { toBase64url } from '@renxin/chaincode/canonical';
import { messageBytes } from '@renxin/chaincode/messages';
import { z } from 'zod';
import { keysGiven } from '../bundle/given-keys.js';
import { isBefore } from '../bundle/inputs.js';
import { holds } from '../bundle/message-signature.js';
import type { Past } from '../bundle/history.js';
import type { Context } from '../context.js';
import { Fault, type Examination, type Finding, type Shown } from '../examination.js';
import type { ConsentReceipt } from './receipt.js';

const signed = <B extends z.ZodType>(body: B) => z.strictObject({ body, signature });

const inputs = {
  publish: signed(messages.catalogue),
  request: signed(messages.request),
  grant: signed(messages.grant),
  refuse: signed(messages.refusal),
  reopen: signed(messages.reopening),
  revoke: signed(messages.revocation),
  'confirm-deletion': signed(messages.deletion),
  use: z.strictObject({ fetch: signed(messages.fetch), use: signed(messages.use) }),
  'other-basis': z.strictObject({ order: messages.order, signature, approval: registryMessages.signedBy }),
} as const;
type Operation = keyof typeof inputs;

/** What happened to a consent, as its commands show it. */
export interface Life {
  readonly source: string;
  readonly recipient: string;
  readonly subject: string;
  readonly request?: messages.Request;
  readonly order?: messages.Order;
  readonly grant?: messages.Grant;
  readonly refusal?: messages.Refusal;
  readonly reopening?: messages.Reopening;
  readonly revocation?: messages.Revocation;
  readonly deletion?: messages.Deletion;
  readonly uses: readonly { readonly fetch: messages.Fetch; readonly use: messages.Use }[];
}

type HistoryShown = Shown<'history', Past>;
export interface Keyed {
  /** The key in force just before a command. @throws Fault KEY_NOT_BOUND */
  before(identifier: string, at: CommandEvidence): PublicKey;
  /** The data source towards which a person's identifier is used for consents. */
  sourceOf(identifier: string): string | undefined;
}

/** Step `consent-keys`: which key was whose, by the registry's commands. */
export function checkConsentKeys({ provider }: Context, history: HistoryShown): Finding<Keyed> {
  const given = keysGiven(provider, history);
  const value: Keyed = {
    before(identifier, at) {
      const own = given.filter((each) => each.identifier === identifier && isBefore(each.since, at));
      const key = own.at(-1)?.key;
      if (key === undefined) throw new Fault('KEY_NOT_BOUND', { identifier });
      return key;
    },
    sourceOf: (identifier) => given.find((each) => each.identifier === identifier)?.dataSource,
  };
  const keys = given.map(({ identifier, since }) => `${identifier} @ ${since.header.height}`);
  return { code: 'CONSENT_KEYS_OK', evidence: { keys }, value };
}

/**
 * Step `consent-commands`: the commands are about this consent alone, each is signed by its party, they stand in the order
 * that the rules allow, nothing goes beyond what was asked and granted, and the count has no gap.
 */
export function checkLife(
  context: Context,
  receipt: ConsentReceipt,
  history: HistoryShown,
  keys: Shown<'consent-keys', Keyed>,
): Finding<Life> {
  const follower = new Follower(context, receipt, keys);
  for (const evidence of history.commands) follower.follow(evidence);
  const life = follower.life();
  const { source, recipient, subject, uses } = life;
  const evidence = { consent: receipt.consent, source, recipient, subject, fetches: uses.length };
  return { code: 'CONSENT_COMMANDS_OK', evidence, value: life };
}

class Follower {
  readonly #context: Context;
  readonly #receipt: ConsentReceipt;
  readonly #keys: Keyed;
  readonly #catalogues: messages.Catalogue[] = [];
  readonly #uses: Life['uses'][number][] = [];
  #asked: { request?: messages.Request; order?: messages.Order } | undefined;
  #grant: messages.Grant | undefined;
  #refusal: messages.Refusal | undefined;
  #reopening: messages.Reopening | undefined;
  #revocation: messages.Revocation | undefined;
  #deletion: messages.Deletion | undefined;

  constructor(context: Context, receipt: ConsentReceipt, keys: Keyed) {
    this.#context = context;
    this.#receipt = receipt;
    this.#keys = keys;
  }

  follow(evidence: CommandEvidence): void {
    const { contract, operation } = evidence.command;
    if (contract === 'registry') return;
    if (contract !== 'consent' || !Object.hasOwn(inputs, operation)) throw this.#foreign(evidence);
    switch (operation as Operation) {
      case 'publish':
        return this.#publish(evidence, read(evidence, 'publish'));
      case 'request':
        return this.#request(evidence, read(evidence, 'request'));
      case 'other-basis':
        return this.#order(evidence, read(evidence, 'other-basis'));
      case 'grant':
        return this.#granted(evidence, read(evidence, 'grant'));
      case 'refuse':
        return this.#refused(evidence, read(evidence, 'refuse'));
      case 'reopen':
        return this.#reopened(evidence, read(evidence, 'reopen'));
      case 'use':
        return this.#used(evidence, read(evidence, 'use'));
      case 'revoke':
        return this.#revoked(evidence, read(evidence, 'revoke'));
      case 'confirm-deletion':
        return this.#deleted(evidence, read(evidence, 'confirm-deletion'));
    }
  }

  life(): Life {
    if (this.#asked === undefined) throw new Fault('CONSENT_ORDER');
    const { source, recipient, subject } = this.#about();
    return {
      source,
      recipient,
      subject,
      ...this.#asked,
      ...(this.#grant !== undefined && { grant: this.#grant }),
      ...(this.#refusal !== undefined && { refusal: this.#refusal }),
      ...(this.#reopening !== undefined && { reopening: this.#reopening }),
      ...(this.#revocation !== undefined && { revocation: this.#revocation }),
      ...(this.#deletion !== undefined && { deletion: this.#deletion }),
      uses: this.#uses,
    };
  }

  #publish(evidence: CommandEvidence, { body, signature: by }: Input<'publish'>): void {
    this.#require('consent/publish', evidence, body, body.source, by);
    this.#catalogues.push(body);
  }

  #request(evidence: CommandEvidence, { body, signature: by }: Input<'request'>): void {
    this.#requireThis(evidence, body.consent);
    if (this.#asked !== undefined) throw new Fault('CONSENT_ORDER');
    this.#requireSubject(body.subject, body.source);
    this.#requireCatalogue(body);
    this.#require('consent/request', evidence, body, body.recipient, by);
    this.#asked = { request: body };
  }

  #order(evidence: CommandEvidence, { order, signature: by, approval }: Input<'other-basis'>): void {
    this.#requireThis(evidence, order.consent);
    if (this.#asked !== undefined) throw new Fault('CONSENT_ORDER');
    if (approval.by === order.recipient) throw new Fault('CONSENT_BEYOND', { by: approval.by });
    this.#requireSubject(order.subject, order.source);
    this.#requireCatalogue(order);
    this.#require('consent/other-basis', evidence, order, order.recipient, by);
    this.#require('consent/other-basis', evidence, order, approval.by, approval.signature);
    this.#asked = { order };
  }

  #granted(evidence: CommandEvidence, { body, signature: by }: Input<'grant'>): void {
    const request = this.#open(evidence, body);
    const { provider } = this.#context;
    const asked = messageBytes('consent/request', this.#receipt.ledger, request);
    const { scope } = body;
    const isWithin =
      body.request === toBase64url(provider.hash('SM3', asked)) &&
      body.notice === request.notice &&
      scope.purpose === request.scope.purpose &&
      scope.mode === request.scope.mode &&
      scope.fields.every((field) => request.scope.fields.includes(field)) &&
      scope.count <= request.scope.count &&
      request.scope.from <= scope.from &&
      scope.until <= request.scope.until;
    if (!isWithin) throw new Fault('CONSENT_BEYOND', { height: evidence.header.height });
    this.#require('consent/grant', evidence, body, body.subject, by);
    this.#grant = body;
  }

  #refused(evidence: CommandEvidence, { body, signature: by }: Input<'refuse'>): void {
    this.#open(evidence, body);
    this.#require('consent/refuse', evidence, body, body.subject, by);
    this.#refusal = body;
  }

  #reopened(evidence: CommandEvidence, { body, signature: by }: Input<'reopen'>): void {
    this.#requireThis(evidence, body.consent);
    const { subject } = this.#about();
    const isRefused =
      this.#refusal !== undefined && this.#reopening === undefined && body.subject === subject;
    if (!isRefused) throw new Fault('CONSENT_ORDER');
    this.#require('consent/reopen', evidence, body, subject, by);
    this.#reopening = body;
  }

  #used(evidence: CommandEvidence, { fetch, use }: Input<'use'>): void {
    this.#requireThis(evidence, fetch.body.consent);
    const { source, recipient } = this.#about();
    const scope = this.#asked?.order?.scope ?? this.#grant?.scope;
    const at = (evidence.command.result as { at?: unknown } | null)?.at;
    if (scope === undefined || this.#revocation !== undefined) throw new Fault('CONSENT_ORDER');
    const isWithin =
      use.body.consent === fetch.body.consent &&
      use.body.authorisation === fetch.body.authorisation &&
      use.body.source === source &&
      fetch.body.recipient === recipient &&
      fetch.body.purpose === scope.purpose &&
      fetch.body.fields.every((field) => scope.fields.includes(field)) &&
      this.#uses.length < scope.count &&
      this.#uses.every((each) => each.fetch.authorisation !== fetch.body.authorisation) &&
      (typeof at !== 'string' || (scope.from <= at && at < scope.until));
    if (!isWithin) throw new Fault('CONSENT_BEYOND', { height: evidence.header.height });
    this.#require('consent/fetch', evidence, fetch.body, recipient, fetch.signature);
    this.#require('consent/use', evidence, use.body, source, use.signature);
    const number = (evidence.command.result as { number?: unknown } | null)?.number;
    if (number !== this.#uses.length + 1)
      throw new Fault('CONSENT_ORDER', { height: evidence.header.height });
    this.#uses.push({ fetch: fetch.body, use: use.body });
  }

  #revoked(evidence: CommandEvidence, { body, signature: by }: Input<'revoke'>): void {
    this.#requireThis(evidence, body.consent);
    const { subject } = this.#about();
    const isOpen = this.#grant !== undefined && this.#revocation === undefined && body.subject === subject;
    if (!isOpen) throw new Fault('CONSENT_ORDER');
    this.#require('consent/revoke', evidence, body, subject, by);
    this.#revocation = body;
  }

  #deleted(evidence: CommandEvidence, { body, signature: by }: Input<'confirm-deletion'>): void {
    this.#requireThis(evidence, body.consent);
    if (this.#revocation === undefined || this.#deletion !== undefined) throw new Fault('CONSENT_ORDER');
    this.#require('consent/confirm-deletion', evidence, body, this.#about().recipient, by);
    this.#deletion = body;
  }

  /** The request that waits for the citizen's answer. */
  #open(evidence: CommandEvidence, body: { consent: string; subject: string }): messages.Request {
    this.#requireThis(evidence, body.consent);
    const request = this.#asked?.request;
    const isOpen = this.#grant === undefined && this.#refusal === undefined;
    if (request === undefined || !isOpen || body.subject !== request.subject)
      throw new Fault('CONSENT_ORDER');
    return request;
  }

  #about(): messages.Request | messages.Order {
    const about = this.#asked?.request ?? this.#asked?.order;
    if (about === undefined) throw new Fault('CONSENT_ORDER');
    return about;
  }

  #requireThis(evidence: CommandEvidence, consent: string): void {
    if (consent !== this.#receipt.consent) throw this.#foreign(evidence);
  }

  #requireSubject(subject: string, source: string): void {
    if (this.#keys.sourceOf(subject) !== source)
      throw new Fault('CONSENT_SUBJECT_OTHER', { subject, source });
  }

  /** The version of the catalogue that is named was published before, and holds purpose and fields. */
  #requireCatalogue({ source, catalogue, scope }: messages.Request | messages.Order): void {
    const version = this.#catalogues.find(
      (each) => each.source === source && each.version === catalogue.version && each.sm3 === catalogue.sm3,
    );
    const purpose = version?.purposes.find((each) => each.purpose === scope.purpose);
    const isNecessary =
      purpose !== undefined && scope.fields.every((field) => purpose.fields.includes(field));
    if (!isNecessary) throw new Fault('CONSENT_BEYOND', { purpose: scope.purpose });
  }

  #require<K extends MessageKind>(
    kind: K,
    evidence: CommandEvidence,
    body: MessageBody<K>,
    by: string,
    signature: string,
  ): void {
    const key = this.#keys.before(by, evidence);
    if (!holds(this.#context.provider, key, kind, this.#receipt.ledger, body, signature))
      throw new Fault('MESSAGE_SIGNATURE', { by, height: evidence.header.height });
  }

  #foreign({ command, header }: CommandEvidence): Fault {
    return new Fault('FOREIGN_PROOF', { operation: command.operation, height: header.height });
  }
}

type Input<N extends Operation> = z.infer<(typeof inputs)[N]>;

function read<N extends Operation>(evidence: CommandEvidence, name: N): Input<N> {
  const parsed = inputs[name].safeParse(evidence.command.input);
  if (!parsed.success)
    throw new Fault('COMMAND_INPUT', { operation: `consent.${name}`, height: evidence.header.height });
  return parsed.data as Input<N>;
}

/** What the life of a consent lets the report say. */
export function sayWhat(x: Examination, life: Life): void {
  if (life.order !== undefined) x.proves('ACCESS_ON_OTHER_BASIS');
  else if (life.grant !== undefined) x.proves('CONSENT_GIVEN');
  else x.proves('CONSENT_NOT_GIVEN');
  if (life.uses.length > 0) x.leavesOpen('DELETION_NOT_SHOWN');
}
