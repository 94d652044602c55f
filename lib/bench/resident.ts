import { readFileSync } from 'node:fs';

/** Resident memory of this process in MB; the highest so far where the system says it (Linux). */
export function residentMemory(): { rssMb: number; peakRssMb: number } {
  const rssMb = process.memoryUsage().rss / 2 ** 20;
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    return { rssMb, peakRssMb: kilobytes ? Number(kilobytes) / 1024 : rssMb };
  } catch {
    return { rssMb, peakRssMb: rssMb };
  }
}
