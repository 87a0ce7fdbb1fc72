import { ProofError } from '../error.js';
import { CHAINCODE } from './anchor.js';
import * as read from './messages.js';

/** In which block, and by which of its transactions, a key was last written. */
export interface Version {
  readonly block: number;
  readonly transaction: number;
}

/** What an execution read and wrote of our chaincode's records. */
export interface ReadWrites {
  /** The version that each key had when it was read; undefined when there was no record. */
  readonly reads: ReadonlyMap<string, Version | undefined>;
  readonly writes: ReadonlyMap<string, Uint8Array>;
}

/** Reads `rwset.TxReadWriteSet`. Nothing of it is outside our chaincode but the reads of its definition. @throws ProofError PROOF_FORMAT */
export function readWritesOf(results: Uint8Array): ReadWrites {
  const reads = new Map<string, Version | undefined>();
  const writes = new Map<string, Uint8Array>();
  for (const bytes of read.readTxReadWriteSet(results).nsRwset) {
    const { namespace, rwset, collections } = read.readNsReadWriteSet(bytes);
    const set = read.readKvRwset(rwset);
    if (collections.length > 0 || set.metadataWrites.length > 0) throw new ProofError('PROOF_FORMAT');
    if (namespace !== CHAINCODE) {
      if (set.writes.length > 0) throw new ProofError('PROOF_FORMAT');
      continue;
    }
    for (const each of set.reads) {
      const { key, version } = read.readKvRead(each);
      if (reads.has(key)) throw new ProofError('PROOF_FORMAT');
      reads.set(key, version === undefined ? undefined : read.readVersion(version));
    }
    for (const each of set.writes) {
      const { key, isDelete, value } = read.readKvWrite(each);
      if (writes.has(key) || isDelete !== 0) throw new ProofError('PROOF_FORMAT');
      writes.set(key, value);
    }
  }
  return { reads, writes };
}
