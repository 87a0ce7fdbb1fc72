import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** A chaincode package: the same bytes, and so the same id, wherever it is made of the same things. */
export interface ChaincodePackage {
  readonly id: string;
  readonly label: string;
  readonly bytes: Uint8Array;
}

/**
 * Packages a chaincode that runs as a process of its own: the package names it and carries no code, and every
 * organisation installs the same one. The type is ours, so that no other builder takes it.
 */
export function packageChaincode(name: string, version: string, sequence: number): ChaincodePackage {
  const label = `${name}_${sequence}`;
  const code = archive([['service.json', JSON.stringify({ name, version, sequence })]]);
  const metadata = JSON.stringify({ type: 'renxin-service', label });
  const bytes = archive([
    ['metadata.json', metadata],
    ['code.tar.gz', code],
  ]);
  const id = `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
  return { id, label, bytes };
}

/** A ustar archive inside gzip without compression, whose bytes no library's version changes. */
function archive(files: readonly (readonly [name: string, content: string | Uint8Array])[]): Uint8Array {
  const blocks = files.flatMap(([name, content]) => {
    const bytes = Buffer.from(content);
    return [header(name, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]), { level: 0 });
}

/** POSIX.1 ustar header of a regular file. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  const put = (text: string, offset: number) => block.write(text, offset, 'ascii');
  put(name, 0);
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${size.toString(8).padStart(11, '0')}\0`, 124);
  put('00000000000\0', 136);
  put('        ', 148);
  put('0', 156);
  put('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
