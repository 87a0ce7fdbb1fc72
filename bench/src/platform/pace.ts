/** How acts are spread over time, and how many at most run at once. */
export interface Pace {
  readonly clients: number;
  readonly count: number;
  /** Acts a second, begun whether earlier ones have ended or not; without it each client begins when it is free. */
  readonly perSecond?: number;
}

/**
 * Runs `act(client, n)` by a pace. A paced act waits for a free client when there is none, and that wait is part of its
 * time if the act measures from `due` (milliseconds, as `performance.now` counts).
 * @returns seconds from the first to the end of the last
 */
export async function atPace(
  { clients, count, perSecond }: Pace,
  act: (client: number, n: number, due: number) => Promise<void>,
): Promise<number> {
  const started = performance.now();
  let next = 0;
  const one = async (client: number): Promise<void> => {
    for (let n = next++; n < count; n = next++) {
      const due = perSecond === undefined ? performance.now() : started + (n * 1000) / perSecond;
      await until(due);
      await act(client, n, due);
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => one(client)));
  return (performance.now() - started) / 1000;
}

async function until(due: number): Promise<void> {
  const left = due - performance.now();
  if (left > 0) await new Promise((resolve) => setTimeout(resolve, left));
}
