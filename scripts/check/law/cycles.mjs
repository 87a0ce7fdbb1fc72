/** The cycles of a graph (Map of node to nodes): for each strongly connected part one shortest way round it. */
export function cyclesOf(graph) {
  return partsOf(graph)
    .filter((part) => part.length > 1 || graph.get(part[0])?.includes(part[0]))
    .map((part) => wayRound(graph, new Set(part), [...part].sort()[0]));
}

/** Tarjan's strongly connected components. */
function partsOf(graph) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const onStack = new Set();
  const parts = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    onStack.add(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) {
        visit(next);
        low.set(node, Math.min(low.get(node), low.get(next)));
      } else if (onStack.has(next)) {
        low.set(node, Math.min(low.get(node), index.get(next)));
      }
    }
    if (low.get(node) !== index.get(node)) return;
    const part = stack.splice(stack.indexOf(node));
    for (const member of part) onStack.delete(member);
    parts.push(part);
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return parts;
}

function wayRound(graph, part, start) {
  const cameFrom = new Map();
  const queue = [start];
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (!part.has(next)) continue;
      if (next === start) {
        const way = [start];
        for (let at = node; at !== start; at = cameFrom.get(at)) way.unshift(at);
        return [start, ...way];
      }
      if (!cameFrom.has(next)) {
        cameFrom.set(next, node);
        queue.push(next);
      }
    }
  }
  return [start];
}
