import type { TopologyWish } from '@renxin/network/fabric';
import { parseArgs } from 'node:util';

/** What `renxin network` is asked for. */
export interface NetworkCall {
  readonly action: string;
  /** What the action is about, where it is about one thing. */
  readonly about: string;
  readonly dryRun: boolean;
  readonly from: string | undefined;
  readonly snapshotOf: string | undefined;
  readonly directory: string;
  readonly wish: TopologyWish;
  readonly sequence: number | undefined;
  readonly json: boolean;
}

/** Actions that are about one organisation or process, which is named after them. */
const aboutOne: readonly string[] = [
  'add-organisation',
  'renew-certificates',
  'remove-orderer',
  'rejoin-peer',
];

/** The call that arguments mean; undefined when they mean none. */
export function networkCall(args: string[]): NetworkCall | undefined {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        dir: { type: 'string', default: './network' },
        orgs: { type: 'string' },
        orderers: { type: 'string' },
        consensus: { type: 'string' },
        port: { type: 'string' },
        channel: { type: 'string' },
        sequence: { type: 'string' },
        from: { type: 'string' },
        'snapshot-of': { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const [action = '', about, ...more] = positionals;
    const { consensus, channel } = values;
    if (more.length > 0) return undefined;
    if ((about !== undefined) !== aboutOne.includes(action)) return undefined;
    if (consensus !== undefined && consensus !== 'bft' && consensus !== 'raft') return undefined;
    const [organisations, orderers, firstPort, sequence] = [
      values.orgs,
      values.orderers,
      values.port,
      values.sequence,
    ].map(whole);
    return {
      action,
      about: about ?? '',
      dryRun: values['dry-run'],
      from: values.from,
      snapshotOf: values['snapshot-of'],
      directory: values.dir,
      json: values.json,
      sequence,
      wish: {
        ...(organisations !== undefined && { organisations }),
        ...(orderers !== undefined && { orderers }),
        ...(firstPort !== undefined && { firstPort }),
        ...(consensus !== undefined && { consensus }),
        ...(channel !== undefined && { channel }),
      },
    };
  } catch {
    return undefined;
  }
}

/** @throws RangeError for what is not a whole number */
function whole(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new RangeError('not a whole number');
  return Number(text);
}
