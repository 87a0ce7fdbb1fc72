import { GatewayClient, GatewayProblem, type Call } from '@renxin/wallets/client';
import type { PlayedCall } from '../../play/format.js';
import type { Stage } from '../stage.js';
import type { StepResult } from '../story.js';

/**
 * What an official of an organisation does at its own gateway, or at that of another one, with the calls that went over the wire, and what came of
 * it. A refusal is the step's result.
 */
export async function officially<T>(
  stage: Stage,
  organisation: string,
  work: (client: GatewayClient) => Promise<T>,
  then: (value: T, calls: readonly PlayedCall[]) => StepResult | Promise<StepResult>,
  at = organisation,
): Promise<StepResult> {
  const calls: PlayedCall[] = [];
  const onCall = (call: Call): void => void calls.push({ from: 'gateway', ...call });
  let value: T;
  try {
    value = await work(clientOf(stage, organisation, at, onCall));
  } catch (error) {
    if (!(error instanceof GatewayProblem)) throw error;
    return { came: error.code, calls, outcome: { zh: '被拒绝。', en: 'Refused.' } };
  }
  return then(value, calls);
}

function clientOf(
  stage: Stage,
  organisation: string,
  at: string,
  onCall: (call: Call) => void,
): GatewayClient {
  return new GatewayClient({
    baseUrl: stage.gatewayOf(at),
    ledger: stage.ledger,
    identifier: organisation,
    signer: stage.signerOf(organisation),
    clock: () => new Date(),
    onCall,
  });
}
