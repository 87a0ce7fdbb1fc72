import {
  parseCheckpoint,
  parseNote,
  partialTiles,
  TILE_WIDTH,
  tilePath,
  widthAt,
} from '@renxin/archive/tlog';
import type { Stage } from './stage.js';

/** Keeps a province's evidence log as anybody can fetch it: the checkpoint, every tile and bundle, and its verifier key. */
export async function keepLog(stage: Stage): Promise<void> {
  const log = stage.gatewayOf('gd').replace('/orgs/', '/logs/');
  const read = async (path: string): Promise<Uint8Array> => {
    const response = await fetch(`${log}/${path}`);
    if (!response.ok) throw new Error(`the log does not answer: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  const checkpoint = await read('checkpoint');
  const { size } = parseCheckpoint(parseNote(checkpoint).text);
  const paths = [...fullTiles(size), ...partialTiles(size).map(tilePath)];
  for (const path of paths) stage.keep(`log/${path}`, await read(path));
  stage.keep('log/checkpoint', checkpoint);
  stage.keep('log.vkey', await read('log.vkey'));
}

function fullTiles(size: number): string[] {
  const paths: string[] = [];
  for (let level = 0; widthAt(level, size) >= TILE_WIDTH; level++) {
    for (let index = 0; index < Math.floor(widthAt(level, size) / TILE_WIDTH); index++) {
      paths.push(tilePath({ level, index, width: TILE_WIDTH }));
      if (level === 0) paths.push(tilePath({ level: 'entries', index, width: TILE_WIDTH }));
    }
  }
  return paths;
}
