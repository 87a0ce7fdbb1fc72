import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { toYaml, type Yaml } from './yaml.js';

/** Writes a whole file or nothing, readable by its owner alone. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(`${file}.new`, content, { mode: 0o600 });
  await rename(`${file}.new`, file);
}

export function writeJson(file: string, value: unknown): Promise<void> {
  return writeWhole(file, `${JSON.stringify(value, null, 2)}\n`);
}

export function writeYaml(file: string, value: Yaml): Promise<void> {
  return writeWhole(file, `# Generated from topology.json.\n${toYaml(value)}`);
}
