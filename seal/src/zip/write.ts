import { compareCodeUnits } from '@renxin/chaincode/canonical';
import { zipSync, type ZippableFile } from 'fflate';

/**
 * The one ZIP of these files: stored without compression, sorted by path, every time 1980-01-01 00:00, no comments, no
 * extra fields. The same files give the same bytes everywhere. Paths are taken as they are.
 */
export function writeZip(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const entries: Record<string, ZippableFile> = {};
  for (const path of [...files.keys()].sort(compareCodeUnits))
    entries[path] = [
      files.get(path) ?? new Uint8Array(),
      { level: 0, mtime: new Date(1980, 0, 1), os: 0, attrs: 0 },
    ];
  return zipSync(entries, { level: 0 });
}
