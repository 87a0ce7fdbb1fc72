import { bench } from './commands/bench.js';
import { conformanceKit } from './commands/conformance-kit.js';
import { demo } from './commands/demo.js';
import { fsckCommand } from './commands/fsck.js';
import { keysCommand } from './commands/keys.js';
import { revokeCommand } from './commands/revoke.js';
import { serve } from './commands/serve.js';
import { verifyCommand } from './commands/verify.js';
import { say, usage } from './commands/usage.js';

const commands: Readonly<Record<string, (args: string[]) => Promise<number>>> = {
  serve,
  demo,
  verify: verifyCommand,
  fsck: fsckCommand,
  keys: keysCommand,
  revoke: revokeCommand,
  conformance: conformanceKit,
  bench,
  network: async (args) => (await import('./commands/network.js')).network(args),
};

/** The command line. Resolves to the exit code; 3 for a call that nobody could mean. */
export async function main(argv: string[]): Promise<number> {
  const [name = 'help', ...args] = argv;
  if (name === 'help' || name === '--help' || name === '-h') {
    say(usage);
    return 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    say(`没有这个命令 No such command: ${name}\n\n${usage}`, 'error');
    return 3;
  }
  return command(args);
}
