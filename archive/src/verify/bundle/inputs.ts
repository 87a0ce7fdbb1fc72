import {
  laborContractMessages as labor,
  registryMessages as registry,
  signature,
} from '@renxin/chaincode/messages';
import type { CommandEvidence } from '@renxin/network/proof';
import { z } from 'zod';
import { Fault } from '../examination.js';

/** What the commands in the proofs were given, as far as the verifier reads it. */
const signed = <B extends z.ZodType>(body: B) => z.object({ body, signature });

const concluding = z.object({
  worker: signed(labor.partySignature),
  employer: signed(labor.partySignature),
  timestamps: labor.timestamps,
});

const inputs = {
  'registry.found': z.object({ founding: registry.founding, signatures: z.array(registry.signedBy) }),
  'registry.change': registry.registryChange.extend({ approvals: z.array(registry.signedBy) }),
  'registry.bind': z.object({ binding: registry.binding, authority: signature, possession: signature }),
  'registry.rotate': z.object({ rotation: registry.rotation, old: signature, new: signature }),
  'labor-contract.draft': signed(labor.draft),
  'labor-contract.revise': signed(labor.revision),
  'labor-contract.disclose': signed(labor.disclosure),
  'labor-contract.lock': signed(labor.lock),
  'labor-contract.conclude': concluding,
  'labor-contract.amend': concluding,
  'labor-contract.export': signed(labor.bundleExport),
} as const;

export type InputName = keyof typeof inputs;
export type Input<N extends InputName> = z.infer<(typeof inputs)[N]>;

/** A command of this kind with its input, in the order of the ledger. */
export interface Command<N extends InputName> {
  readonly evidence: CommandEvidence;
  readonly input: Input<N>;
}

/** All commands of one kind. @throws Fault COMMAND_INPUT when one was not given what it takes */
export function commandsOf<N extends InputName>(all: readonly CommandEvidence[], name: N): Command<N>[] {
  return all
    .filter(({ command }) => `${command.contract}.${command.operation}` === name)
    .map((evidence) => ({ evidence, input: readInput(evidence, name) }));
}

export function readInput<N extends InputName>(evidence: CommandEvidence, name: N): Input<N> {
  const parsed = inputs[name].safeParse(evidence.command.input);
  if (!parsed.success) throw new Fault('COMMAND_INPUT', { operation: name, height: evidence.header.height });
  return parsed.data as Input<N>;
}

/** The contract that a command of `labor-contract` is about, wherever its input names it. */
export function contractOf({ command }: CommandEvidence): string | undefined {
  const named = z.object({ contract: z.string() });
  const places = z.union([
    z.object({ body: named }).transform(({ body }) => body.contract),
    z.object({ worker: z.object({ body: named }) }).transform(({ worker }) => worker.body.contract),
    z.object({ dissolution: named }).transform(({ dissolution }) => dissolution.contract),
    named.transform(({ contract }) => contract),
  ]);
  const found = places.safeParse(command.input);
  return found.success ? found.data : undefined;
}

/** True when `a` stands before `b` on the ledger. */
export function isBefore(a: CommandEvidence, b: CommandEvidence): boolean {
  return (
    a.header.height < b.header.height ||
    (a.header.height === b.header.height && a.command.index < b.command.index)
  );
}
