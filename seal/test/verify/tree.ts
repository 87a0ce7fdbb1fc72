import { readDer, TAG } from '../../src/asn1/index.js';
import { concat } from '../../src/asn1/bytes.js';
import { oid, tagged } from '../../src/asn1/write.js';
import { Members } from '../../src/asn1/read.js';

/** A DER value taken apart, to be changed and put together again: members for constructed types, bytes for the others. */
export interface Tree {
  tag: number;
  members: Tree[];
  content: Uint8Array;
}

export function treeOf(der: Uint8Array): Tree {
  const value = readDer(der);
  const members: Tree[] = [];
  if ((value.tag & 0x20) !== 0) {
    for (const walk = new Members(value); !walk.done;) members.push(treeOf(walk.any().encoded));
  }
  return { tag: value.tag, members, content: value.content };
}

export function derOf(tree: Tree): Uint8Array {
  return tagged(tree.tag, (tree.tag & 0x20) === 0 ? tree.content : concat(...tree.members.map(derOf)));
}

/** The member reached by these positions. @throws when there is none */
export function at(tree: Tree, ...path: readonly number[]): Tree {
  let found = tree;
  for (const position of path) {
    const next = found.members[position];
    if (next === undefined) throw new Error(`no member ${path.join('.')}`);
    found = next;
  }
  return found;
}

/** Replaces every occurrence of an object identifier below `tree`; says how many there were. */
export function replaceOid(tree: Tree, from: string, to: string): number {
  const [old, fresh] = [treeOf(oid(from)).content, treeOf(oid(to)).content];
  if (tree.tag === TAG.oid && Buffer.compare(tree.content, old) === 0) {
    tree.content = fresh;
    return 1;
  }
  return tree.members.reduce((sum, member) => sum + replaceOid(member, from, to), 0);
}
