import { loadConfig } from '@renxin/gateway/config';
import { start } from '@renxin/gateway/serve';

/** A platform as `renxin serve` starts it, in a process of its own: says where it is in one line, ends when its input does. */
const running = await start(loadConfig(process.env));
if (process.argv.includes('assessor')) await running.troupe.must('assessor', 'registration');
const authority = running.troupe.addressOf('identity-authority');
process.stdout.write(JSON.stringify({ url: running.url, authority }) + '\n');
process.stdin.once('close', () => void running.close().then(() => process.exit(0)));
process.stdin.resume();
