import type { Log as EvidenceTree, PublishedCheckpoint } from '@renxin/archive/log';
import { formatNote, openNote, parseNote, type NoteKey, type NoteSignature } from '@renxin/archive/tlog';
import { toBase64url, type Json } from '@renxin/chaincode/canonical';
import { logAnchor } from '@renxin/chaincode/contracts';
import { ContractError } from '@renxin/chaincode/kernel';
import { messageBytes, type logMessages } from '@renxin/chaincode/messages';
import { LedgerError, type Ledger } from '@renxin/network';
import type { CryptoProvider } from '@renxin/seal/crypto';
import type { Signer } from '@renxin/seal/signer';
import { unattended } from '../keys/key-ring.js';
import { faultFields, type Log } from '../log/log.js';
import type { Alarms } from './alarms.js';
import type { CosignedCheckpoint } from './cosigned.js';
import type { Opinion, WitnessClient } from './witnesses.js';

export interface AnchoringOptions {
  readonly organisation: string;
  readonly tree: EvidenceTree;
  readonly witnesses: readonly WitnessClient[];
  /** How many of them have to cosign. */
  readonly quorum: number;
  readonly sm2: NoteKey;
  readonly ledger: Ledger;
  /** The organisation's registry key. */
  readonly signer: Signer;
  readonly provider: CryptoProvider;
  readonly cosigned: CosignedCheckpoint;
  readonly alarms: Alarms;
  readonly clock: () => Date;
  readonly log: Log;
}

/** Milliseconds between two anchors of one log. */
const BETWEEN = 1000;
/** A checkpoint that lacks cosignatures is anchored all the same after so long; proofs wait for the cosignatures. */
const LATEST = 10_000;

/**
 * Brings the head of a log before others: the witnesses cosign it after a consistency check, the ledger anchors it. At most
 * once a second while the log grows. What fails is tried again the next time; what must not be raises an alarm.
 */
export class Anchoring {
  readonly #options: AnchoringOptions;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #anchored = 0;
  /** Whether the log was compared with the ledger since the start. */
  #isCompared = false;
  /** Since when a checkpoint waits for cosignatures. */
  #waiting: number | undefined;

  constructor(options: AnchoringOptions) {
    this.#options = options;
    this.#anchored = options.cosigned.latest?.size ?? 0;
  }

  start(): void {
    this.#timer = setInterval(() => {
      const { tree, cosigned } = this.#options;
      const isDone = tree.checkpoint.size === this.#anchored && cosigned.latest?.size === this.#anchored;
      if (this.#isCompared && (isDone || tree.checkpoint.size === 0)) return;
      this.#running = this.#running.then(() => this.once());
    }, BETWEEN).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
  }

  /** One round; never rejects. */
  async once(): Promise<void> {
    try {
      if (!this.#isCompared) await this.#compare();
      const { checkpoint } = this.#options.tree;
      if (checkpoint.size > 0) await this.#bring(checkpoint);
    } catch (error) {
      if (error instanceof ContractError && (await this.#isAlarm(error))) return;
      const { organisation, log } = this.#options;
      if (!(error instanceof LedgerError))
        log.error({ organisation, fault: faultFields(error) }, 'a checkpoint could not be anchored');
    }
  }

  /** At the start: what lies on the disk still is what the ledger anchored. */
  async #compare(): Promise<void> {
    const { organisation, ledger, tree, alarms, clock } = this.#options;
    const { latest } = await ledger.evaluate(logAnchor.operations.log, { log: organisation });
    const code = latest === undefined ? undefined : await contradiction(tree, latest.checkpoint);
    if (code !== undefined) {
      const about = { log: organisation, code, by: organisation, at: clock().toISOString() };
      await alarms.raise(about, [tree.checkpoint.note]);
    }
    this.#isCompared = true;
  }

  async #bring(checkpoint: PublishedCheckpoint): Promise<void> {
    const { witnesses, quorum, cosigned, clock } = this.#options;
    const lines = await this.#ask(witnesses, checkpoint);
    const isEnough = lines.length >= quorum;
    this.#waiting = isEnough ? undefined : (this.#waiting ?? clock().getTime());
    if (!isEnough && clock().getTime() - (this.#waiting ?? 0) < LATEST) return;
    const anchor = await this.#anchor(checkpoint);
    this.#anchored = checkpoint.size;
    if (!isEnough) return;
    const { text, signatures } = parseNote(checkpoint.note);
    // No more than are needed: what a proof carries is all checked.
    const note = formatNote({ text, signatures: [...signatures, ...lines.slice(0, quorum)] });
    await cosigned.keep({ size: checkpoint.size, note, anchor });
  }

  /** The cosignatures of those who answered; a refusal is an alarm. */
  async #ask(witnesses: readonly WitnessClient[], checkpoint: PublishedCheckpoint): Promise<NoteSignature[]> {
    const { organisation, alarms, clock } = this.#options;
    const answers: [WitnessClient, Opinion][] = await Promise.all(
      witnesses.map(async (each): Promise<[WitnessClient, Opinion]> => [each, await each.ask(checkpoint)]),
    );
    const lines: NoteSignature[] = [];
    for (const [witness, opinion] of answers) {
      if (opinion.kind === 'cosigned') lines.push(opinion.line);
      if (opinion.kind !== 'refused') continue;
      const at = clock().toISOString();
      const about = { log: organisation, code: opinion.code, by: witness.organisation, at };
      await alarms.raise(about, [checkpoint.note]);
    }
    return lines;
  }

  /** The anchor on the ledger; the same checkpoint again changes nothing there. @returns its proof */
  async #anchor({ size, root, note }: PublishedCheckpoint): Promise<Json> {
    const { organisation, ledger, signer, sm2, provider, clock } = this.#options;
    const { latest } = await ledger.evaluate(logAnchor.operations.log, { log: organisation });
    const [line] = openNote(parseNote(note), [sm2]).values();
    const body: logMessages.Anchoring = {
      log: organisation,
      sequence: (latest?.sequence ?? 0) + 1,
      checkpoint: { size, root: toBase64url(root), signature: toBase64url(line!.signature) },
      note: toBase64url(provider.hash('SM3', note)),
      at: clock().toISOString(),
    };
    const message = messageBytes('log-anchor/anchor', ledger.name, body);
    const activation = unattended('log-anchor', clock());
    const signature = await signer.sign({ algorithm: signer.key.algorithm, message, activation });
    const { at } = await ledger.submit(logAnchor.operations.anchor, {
      body,
      signature: toBase64url(signature),
    });
    return await ledger.prove(at);
  }

  async #isAlarm({ code }: ContractError): Promise<boolean> {
    if (code !== 'LOG_FORKED' && code !== 'LOG_ROLLED_BACK') return false;
    const { organisation, alarms, tree, clock } = this.#options;
    const about = { log: organisation, code, by: organisation, at: clock().toISOString() };
    await alarms.raise(about, [tree.checkpoint.note]);
    return true;
  }
}

async function contradiction(
  tree: EvidenceTree,
  { size, root }: logMessages.SignedCheckpoint,
): Promise<'LOG_ROLLED_BACK' | 'LOG_FORKED' | undefined> {
  if (tree.checkpoint.size < size) return 'LOG_ROLLED_BACK';
  return toBase64url(await tree.root(size)) === root ? undefined : 'LOG_FORKED';
}
