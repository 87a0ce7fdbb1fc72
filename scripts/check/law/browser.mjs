/**
 * The ways on which browser-safe code reaches Node, from one entry file: a `node:*` module, a name such as Buffer or
 * process, or a package that is not on the list. Types are erased and not followed. Each way is told as
 * `a.ts -> b.ts:7 -> node:fs`.
 */
export function reachesNode(sources, entry, packages) {
  const cameFrom = new Map([[entry, undefined]]);
  const queue = [entry];
  const ways = [];
  for (const file of queue) {
    const source = sources.get(file);
    if (source === undefined) continue;
    for (const { name, line } of source.nodeNames) ways.push(wayTo(cameFrom, file, line, name));
    for (const link of source.links) {
      if (link.typeOnly) continue;
      if (link.kind === 'node') ways.push(wayTo(cameFrom, file, link.line, link.name));
      if (link.kind === 'package' && !packages.includes(link.name)) {
        ways.push(wayTo(cameFrom, file, link.line, `${link.name} (not among browserPackages)`));
      }
      if (link.path !== undefined && !cameFrom.has(link.path)) {
        cameFrom.set(link.path, file);
        queue.push(link.path);
      }
    }
  }
  return ways;
}

function wayTo(cameFrom, file, line, end) {
  const way = [];
  for (let at = file; at !== undefined; at = cameFrom.get(at)) way.unshift(at);
  return `${way.join(' -> ')}:${line} -> ${end}`;
}
