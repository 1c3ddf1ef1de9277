/** What a process and its children have used, from Linux's /proc. */
import { readdirSync, readFileSync } from 'node:fs';

const TICKS_PER_SECOND = 100;

/** User and system time of one process in seconds, its ended children left out. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** CPU seconds of a process itself and of everything below it. */
export function cpuSeconds(pid: number): { own: number; children: number } {
  const below = descendants(pid);
  return {
    own: cpuSecondsOf(pid),
    children: below.reduce((sum, child) => sum + readOr0(() => cpuSecondsOf(child)), 0),
  };
}

/** The most memory a process has ever held, in MB. */
export function peakMemoryMb(pid: number): number {
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(peak) / 1024;
}

function descendants(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    const stat = readOr0(() => readFileSync(`/proc/${name}/stat`, 'utf8'));
    if (typeof stat === 'string')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
  }
  const found: number[] = [];
  for (const queue = [pid]; queue.length > 0; ) {
    const parent = queue.shift();
    const children = [...parents].filter(([, of]) => of === parent).map(([child]) => child);
    found.push(...children);
    queue.push(...children);
  }
  return found;
}

/** A process may end while it is looked at. */
function readOr0<T>(read: () => T): T | 0 {
  try {
    return read();
  } catch {
    return 0;
  }
}
