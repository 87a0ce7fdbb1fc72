import { resolve } from 'node:path';
import { z } from 'zod';
import { logLevels } from './log/log.js';

/** What the environment may say. Secrets are never values, only paths of files. */
const environment = z.strictObject({
  RENXIN_HOST: z.union([z.ipv4(), z.ipv6(), z.literal('localhost')]).default('127.0.0.1'),
  RENXIN_PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .pipe(z.int().max(65_535))
    .default(8080),
  RENXIN_DATA: z.string().min(1).default('./data'),
  RENXIN_LOG_LEVEL: z.enum(logLevels).default('info'),
  RENXIN_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .regex(/^[^?#]*[^/?#]$/)
    .exactOptional(),
  RENXIN_PROVINCES: z
    .string()
    .regex(/^[a-z0-9-]{2,48}=https?:\/\/[^,\s?#]+(?:,[a-z0-9-]{2,48}=https?:\/\/[^,\s?#]+)*$/)
    .exactOptional(),
  RENXIN_LEDGER: z.enum(['embedded', 'fabric']).default('embedded'),
  RENXIN_CLOCK: z.enum(['any', 'synchronised']).default('any'),
  RENXIN_FABRIC_CONNECTION: z.string().min(1).exactOptional(),
  RENXIN_FABRIC_ANCHOR: z.string().min(1).exactOptional(),
  RENXIN_KEYS: z.string().min(1).exactOptional(),
  RENXIN_REGISTERS: z.string().min(1).exactOptional(),
});

const ofFabric = ['RENXIN_FABRIC_CONNECTION', 'RENXIN_FABRIC_ANCHOR'] as const;

export interface Config {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the data directory. */
  readonly data: string;
  readonly logLevel: (typeof logLevels)[number];
  /** Where clients reach the gateway, without a trailing slash; absent: where it listens. */
  readonly publicUrl?: string;
  /** Base URLs of provinces whose gateways are elsewhere, by identifier, without a trailing slash. */
  readonly provinces?: Readonly<Record<string, string>>;
  /** `synchronised`: no time-stamps unless the system says that its clock is kept by a time service. */
  readonly clock: 'any' | 'synchronised';
  readonly ledger: LedgerConfig;
  /** Absolute path of the settings of keys: which sit in devices. Absent: all are in the key ring's file. */
  readonly keys?: string;
  /** Absolute path of the settings of the provinces' own databases. Absent: none is asked. */
  readonly registers?: string;
}

/** `connection`, `anchor`: absolute paths of the files that `renxin network up` writes for an organisation and for all. */
export type LedgerConfig =
  | { readonly kind: 'embedded' }
  | { readonly kind: 'fabric'; readonly connection: string; readonly anchor: string };

export interface ConfigProblem {
  readonly variable: string;
  /** `needless`: it means nothing with this ledger. */
  readonly problem: 'unknown' | 'invalid' | 'missing' | 'needless';
}

/** Everything that is wrong with the environment, by variable; never the values. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    super(problems.map(({ variable, problem }) => `${variable}: ${problem}`).join('; '));
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

/**
 * The configuration, frozen, from the variables whose names begin with `RENXIN_`.
 * @throws ConfigError with every problem at once
 */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const ours = Object.entries(env).filter(
    ([name, value]) => name.startsWith('RENXIN_') && value !== undefined,
  );
  const parsed = environment.safeParse(Object.fromEntries(ours));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.flatMap(problemsOf));
  const { RENXIN_HOST, RENXIN_PORT, RENXIN_DATA, RENXIN_LOG_LEVEL, RENXIN_PUBLIC_URL, RENXIN_PROVINCES } =
    parsed.data;
  return Object.freeze({
    host: RENXIN_HOST,
    port: RENXIN_PORT,
    data: resolve(RENXIN_DATA),
    logLevel: RENXIN_LOG_LEVEL,
    ...(RENXIN_PUBLIC_URL !== undefined && { publicUrl: RENXIN_PUBLIC_URL }),
    ...(RENXIN_PROVINCES !== undefined && { provinces: Object.freeze(provincesOf(RENXIN_PROVINCES)) }),
    clock: parsed.data.RENXIN_CLOCK,
    ledger: Object.freeze(ledgerOf(parsed.data)),
    ...(parsed.data.RENXIN_KEYS !== undefined && { keys: resolve(parsed.data.RENXIN_KEYS) }),
    ...(parsed.data.RENXIN_REGISTERS !== undefined && { registers: resolve(parsed.data.RENXIN_REGISTERS) }),
  });
}

function provincesOf(said: string): Record<string, string> {
  return Object.fromEntries(
    said.split(',').map((each) => [each.slice(0, each.indexOf('=')), each.slice(each.indexOf('=') + 1)]),
  );
}

function ledgerOf(said: z.infer<typeof environment>): LedgerConfig {
  const { RENXIN_LEDGER: kind, RENXIN_FABRIC_CONNECTION: connection, RENXIN_FABRIC_ANCHOR: anchor } = said;
  const isFabric = kind === 'fabric';
  const problem = isFabric ? 'missing' : 'needless';
  const wrong = ofFabric.filter((variable) => (said[variable] === undefined) === isFabric);
  if (wrong.length > 0) throw new ConfigError(wrong.map((variable) => ({ variable, problem })));
  if (!isFabric || connection === undefined || anchor === undefined) return { kind: 'embedded' };
  return { kind, connection: resolve(connection), anchor: resolve(anchor) };
}

function problemsOf(issue: z.core.$ZodIssue): ConfigProblem[] {
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((variable) => ({ variable, problem: 'unknown' }));
  return [{ variable: String(issue.path[0]), problem: 'invalid' }];
}
