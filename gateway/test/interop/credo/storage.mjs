import { JsonTransformer, RecordDuplicateError, RecordNotFoundError } from '@credo-ts/core';

/** Credo's records in memory: askar, which it would use, downloads a library when it is installed. */
export class MemoryStorage {
  supportsCursorPagination = false;
  #records = new Map();

  async save(_context, record) {
    if (this.#records.has(keyOf(record)))
      throw new RecordDuplicateError('duplicate', { recordType: record.type });
    this.#put(record);
  }

  async update(_context, record) {
    if (!this.#records.has(keyOf(record))) throw notFound(record.type);
    this.#put(record);
  }

  async delete(_context, record) {
    if (!this.#records.delete(keyOf(record))) throw notFound(record.type);
  }

  async deleteById(_context, recordClass, id) {
    this.#records.delete(`${recordClass.type} ${id}`);
  }

  async getById(_context, recordClass, id) {
    const kept = this.#records.get(`${recordClass.type} ${id}`);
    if (kept === undefined) throw notFound(recordClass.type);
    return read(recordClass, kept);
  }

  async getAll(_context, recordClass) {
    return this.#of(recordClass).map((kept) => read(recordClass, kept));
  }

  async findByQuery(_context, recordClass, query) {
    const found = this.#of(recordClass).filter(({ tags }) => matches(tags, query));
    return found.map((kept) => read(recordClass, kept));
  }

  #of(recordClass) {
    return [...this.#records.values()].filter(({ type }) => type === recordClass.type);
  }

  #put(record) {
    record.updatedAt = new Date();
    const value = JsonTransformer.serialize(record);
    this.#records.set(keyOf(record), { type: record.type, id: record.id, value, tags: record.getTags() });
  }
}

function read(recordClass, { value, tags }) {
  const record = JsonTransformer.deserialize(value, recordClass);
  record.replaceTags(tags);
  return record;
}

function matches(tags, { $and, $or, $not, ...simple }) {
  return (
    Object.entries(simple).every(([name, value]) => has(tags[name], value)) &&
    ($and ?? []).every((each) => matches(tags, each)) &&
    ($or === undefined || $or.some((each) => matches(tags, each))) &&
    ($not === undefined || !matches(tags, $not))
  );
}

function has(tag, value) {
  if (value === undefined) return true;
  return Array.isArray(value) ? value.every((each) => tag?.includes(each)) : tag === value;
}

function keyOf({ type, id }) {
  return `${type} ${id}`;
}

function notFound(recordType) {
  return new RecordNotFoundError('not found', { recordType });
}
