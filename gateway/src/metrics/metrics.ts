import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Counts and times of what the gateway answers, in the text format of Prometheus. Labels are operations and codes, never ids. */
export class Metrics {
  readonly contentType: string;
  readonly registry = new Registry();
  readonly #answers: Counter<'operation' | 'status'>;
  readonly #refusals: Counter<'code'>;
  readonly #seconds: Histogram<'operation'>;
  readonly #running: Gauge;

  constructor() {
    const registers = [this.registry];
    this.contentType = this.registry.contentType;
    collectDefaultMetrics({ register: this.registry });
    this.#answers = new Counter({
      name: 'renxin_http_answers_total',
      help: 'Answers by operation and status.',
      labelNames: ['operation', 'status'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'renxin_http_refusals_total',
      help: 'Problems by code.',
      labelNames: ['code'],
      registers,
    });
    this.#seconds = new Histogram({
      name: 'renxin_http_seconds',
      help: 'Seconds from the head of a request to its answer, by operation.',
      labelNames: ['operation'],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    });
    this.#running = new Gauge({
      name: 'renxin_http_requests_running',
      help: 'Requests that are being answered.',
      registers,
    });
  }

  /** How many alarms about evidence logs stand; asked for at each reading. */
  watchLogAlarms(count: () => number): void {
    const gauge: Gauge = new Gauge({
      name: 'renxin_evidence_log_alarms',
      help: 'Alarms about evidence logs that stand.',
      registers: [this.registry],
      collect: (): void => gauge.set(count()),
    });
  }

  /** How many signatures wait for a time-stamp; asked for at each reading. */
  watchStampsWaiting(count: () => Promise<number>): void {
    const gauge: Gauge = new Gauge({
      name: 'renxin_time_stamps_waiting',
      help: 'Time-stamps that are to be made up because the authority was out.',
      registers: [this.registry],
      collect: async (): Promise<void> => gauge.set(await count()),
    });
  }

  /** When the certificates of keys expire, in seconds since 1970; asked for at each reading. */
  watchCertificates(
    read: () => Promise<readonly { readonly key: string; readonly notAfter: string }[]>,
  ): void {
    const gauge: Gauge<'key'> = new Gauge({
      name: 'renxin_certificate_expires_timestamp_seconds',
      help: 'When the certificate of a key of this platform expires.',
      labelNames: ['key'],
      registers: [this.registry],
      collect: async (): Promise<void> => {
        const known = await read();
        gauge.reset();
        for (const { key, notAfter } of known) gauge.set({ key }, Date.parse(notAfter) / 1000);
      },
    });
  }

  started(): void {
    this.#running.inc();
  }

  answered(operation: string, status: number, seconds: number, code?: string): void {
    this.#running.dec();
    this.#answers.inc({ operation, status });
    this.#seconds.observe({ operation }, seconds);
    if (code !== undefined) this.#refusals.inc({ code });
  }

  /** The exposition text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }
}
