import { join } from 'node:path';
import { folders, parsePublishedValue } from '../base';
import { readPublishedRows } from '../results/published';

/** A network whose weights were released, or whose accuracy was printed beside them. */
export interface KnownNetwork {
  model: string;
  /** `teacher`: weights released; `student`: trained from scratch, the accuracy alone is printed. */
  role: 'teacher' | 'student';
  data: string;
  /** Published test accuracy in %, as printed, trailing zeros included. */
  printed: string;
  top1: number;
  /** `exact`: printed by the source that made the number. */
  basis: string;
  source: string;
  /** Below the folder that the source's download script makes. */
  file?: string;
}

const TEACHER = 'teacher top-1';

/** RepDistiller's checkpoints, which mdistiller and CRLD use too. */
export function knownNetworks(): KnownNetwork[] {
  const table = join(folders().published, 'crld-teachers.csv');
  return readPublishedRows(table).map((row, i) => {
    const { row: model, column, value, basis } = parsePublishedValue(row, `${table}: line ${i + 2}`);
    const role = column === TEACHER ? 'teacher' : 'student';
    return {
      model,
      role,
      data: 'cifar100',
      printed: row.value.trim(),
      top1: value,
      basis,
      source: 'RepDistiller README',
      ...(role === 'teacher' && { file: `${model}_vanilla/ckpt_epoch_240.pth` }),
    };
  });
}

/** The networks with released weights. */
export function knownTeachers(): KnownNetwork[] {
  return knownNetworks().filter(({ role }) => role === 'teacher');
}

export interface Comparison {
  published: { top1: number; role: string; source: string } | null;
  /** Measured minus published, in points; null where nothing is published. */
  difference: number | null;
  verdict: 'equal' | 'lower' | 'higher' | 'nothing published';
}

/** Sets a measured accuracy beside the published one; `equal` where it rounds to what was printed. */
export function compareWithPublished(
  model: string,
  data: string,
  top1: number,
  known: readonly KnownNetwork[] = knownNetworks(),
): Comparison {
  const found = known.find((network) => network.model === model && network.data === data);
  if (!found) return { published: null, difference: null, verdict: 'nothing published' };
  const decimals = (found.printed.split('.')[1] ?? '').length;
  const equal = top1.toFixed(decimals) === found.top1.toFixed(decimals);
  return {
    published: { top1: found.top1, role: found.role, source: found.source },
    difference: Number((top1 - found.top1).toFixed(6)), // without the noise of binary fractions
    verdict: equal ? 'equal' : top1 < found.top1 ? 'lower' : 'higher',
  };
}
