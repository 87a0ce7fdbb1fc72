/**
 * Each act in short turns, one after another: times a second of processor time, after turns that only warm up. Of each act
 * the fastest quarter of its turns counts: what else runs on the machine takes the others' caches away.
 */
export async function inTurns<N extends string>(
  acts: Readonly<Record<N, () => unknown>>,
  count: number,
  each: number,
): Promise<Readonly<Record<N, number>>> {
  const names = Object.keys(acts) as N[];
  const turns = new Map(names.map((name) => [name, [] as number[]]));
  for (let turn = -Math.ceil(count / 3); turn < count; turn++) {
    for (const name of names) {
      const start = process.cpuUsage();
      for (let i = 0; i < each; i++) await acts[name]();
      const { user, system } = process.cpuUsage(start);
      if (turn >= 0) turns.get(name)?.push(user + system);
    }
  }
  const rateOf = (name: N): number => {
    const fastest = (turns.get(name) ?? []).sort((a, b) => a - b).slice(0, count / 4);
    return (fastest.length * each * 1e6) / fastest.reduce((sum, one) => sum + one, 0);
  };
  return Object.fromEntries(names.map((name) => [name, rateOf(name)])) as Record<N, number>;
}
