import { readFileSync } from 'node:fs';

/** What Linux says about a process; undefined where there is no /proc. */

/** Processor time of all its threads so far, in milliseconds. */
export function cpuOf(pid: number): number | undefined {
  const stat = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold anything; utime and stime are fields 14 and 15, in hundredths of a second.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields === undefined ? undefined : (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Resident memory in MB (10^6 bytes). */
export function residentOf(pid: number): number | undefined {
  return megabytes(pid, /^VmRSS:\s+(\d+) kB$/m);
}

/** The most that was resident at any time, in MB. */
export function peakOf(pid: number): number | undefined {
  return megabytes(pid, /^VmHWM:\s+(\d+) kB$/m);
}

function megabytes(pid: number, line: RegExp): number | undefined {
  const kilobytes = line.exec(read(`/proc/${pid}/status`) ?? '')?.[1];
  return kilobytes === undefined ? undefined : (Number(kilobytes) * 1024) / 1e6;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
