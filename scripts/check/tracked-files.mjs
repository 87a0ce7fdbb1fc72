import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, root } from '../tree/rooms.mjs';

const largest = 500_000;
/** Generated: the schemas of every route, written out. */
const generated = { file: 'gateway/openapi.json', largest: 2_000_000 };

/** Texts that belong to one machine, not to the tree. Written so that this file does not contain them. */
const foreign = [
  {
    what: 'a path of one machine',
    pattern: /(?<![\w.$}-])\/(?:work\/(?:main|shared|brief|\.)|root\/|home\/\w|Users\/\w)/,
  },
  {
    what: "a package registry's address",
    pattern: /registry\.npm|npmmirror\.com|pypi\.org|proxy\.golang\.org|repo1?\.maven\b|deb\.debian\.org/,
  },
];

/** No file over 500 kB but the generated one, no machine's paths, no registry's address, and executables that start with a shebang. */
export function checkTrackedFiles() {
  return trackedFiles().flatMap((file) => {
    const { size, mode } = statSync(join(root, file));
    const faults = [];
    const most = file === generated.file ? generated.largest : largest;
    if (size > most) faults.push(`${file}: ${size} bytes, more than ${most}`);
    const bytes = readFileSync(join(root, file));
    if (bytes.subarray(0, 8000).includes(0)) return faults;
    const text = bytes.toString('utf8');
    if ((mode & 0o100) !== 0 && process.platform !== 'win32' && !text.startsWith('#!')) {
      faults.push(`${file}: executable, but no program`);
    }
    for (const { what, pattern } of foreign) {
      const match = pattern.exec(text);
      if (match !== null) faults.push(`${file}:${text.slice(0, match.index).split('\n').length}: ${what}`);
    }
    return faults;
  });
}

/** What git tracks; without git (an unpacked archive) every file that was not installed or built. */
export function trackedFiles() {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return listed.split('\0').filter((file) => file !== '' && existsSync(join(root, file)));
  } catch {
    return filesUnder('.').filter((file) => !/^(?:data|out)\//.test(file));
  }
}
