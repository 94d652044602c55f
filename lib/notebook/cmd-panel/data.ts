import { join } from 'node:path';
import { InputError, folders } from '../../base';
import { npyInt32, readNpy } from '../../formats';
import { sampledImages } from '../../methods';
import { RunFolder } from '../../training';

/** Uncertainty of single training images over the epochs of one run. */
export interface CmdPanelData {
  /** What the run is, for the caption. */
  title: string;
  /** H(p)/log C by epoch, then by image; −1 where an image was not drawn. */
  entropies: number[][];
  /** Whether each image's label is wrong. */
  noisy: boolean[];
}

/**
 * What the panel shows of a finished mutual run, from its folder: the entropies that the first network offered.
 * @param runId of a run in `data/runs`
 * @throws InputError where the run has kept none
 */
export function cmdPanelData(runId: string, title: string): CmdPanelData {
  const folder = new RunFolder(join(folders().runs, runId));
  const entropies = folder.lines().flatMap(({ measures }) => {
    const values = measures?.sampleEntropies;
    return values ? [values] : [];
  });
  if (entropies.length === 0) {
    throw new InputError(
      `${folder.path}: keeps no entropies of single images, needed is a finished run of method 'mutual'`,
    );
  }
  const file = folder.file('labels.npy');
  const { shape, ...kept } = readNpy(file);
  const labels = npyInt32({ shape, ...kept }, file); // [N, 3]
  const noisy = sampledImages(shape[0]).map((n) => labels[3 * n] !== labels[3 * n + 1]);
  return { title, entropies, noisy };
}
