import type { IndexAllocator } from '@renxin/credentials/status';
import { StoreError, type RecordStore } from './record-store.js';

/** The one record of an allocator of status list indexes, in a bucket of its own. */
export function indexStore(
  store: RecordStore,
  bucket: string,
): ConstructorParameters<typeof IndexAllocator>[0]['store'] {
  const key = 'next';
  return {
    get: () => store.get(bucket, key),
    put: async (value, expect) => {
      try {
        await store.write([{ bucket, key, value, expect }]);
        return true;
      } catch (error) {
        if (error instanceof StoreError && error.code === 'STORE_CONFLICT') return false;
        throw error;
      }
    },
  };
}
