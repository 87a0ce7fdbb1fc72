import type { Binaries } from './binaries.js';
import type { Layout } from './layout.js';
import type { Supervisor } from './supervisor.js';
import type { Topology } from './topology.js';

/** What every step on a network works with. */
export interface Means {
  readonly layout: Layout;
  readonly binaries: Binaries;
  readonly topology: Topology;
  readonly supervisor: Supervisor;
}
