import { basename } from 'node:path';
import { readNpy } from '../formats';
import { checkArrays } from '../figures/explorer/check-arrays';
import type { ArraySource } from '../figures/explorer/check-arrays';
import type { CheckReport } from '../theory/index';
import { checkOutputs, writeTogether } from './output-files';

export interface CheckFiles {
  softLabels?: string;
  labels: string;
  candidates?: string;
  k?: number;
  resamples: number;
  seed: number;
}

/** Reads the arrays of `kdlab check` and judges them; every message names the file. */
export function checkFiles(files: CheckFiles): CheckReport {
  const source = (file: string): ArraySource => ({ name: file, read: () => readNpy(file) });
  return checkArrays({
    ...files,
    softLabels: files.softLabels === undefined ? undefined : source(files.softLabels),
    labels: source(files.labels),
    candidates: files.candidates === undefined ? undefined : source(files.candidates),
  });
}

/**
 * The page of `--html`: refused before any work where it cannot be a file of its own, written once there is a report.
 * @returns writes the page and gives back its path
 */
export function checkPage(files: CheckFiles, html: string): (report: CheckReport) => Promise<string> {
  const { softLabels, labels, candidates } = files;
  const inputs = Object.entries({
    '--soft-labels': softLabels,
    '--labels': labels,
    '--candidates': candidates,
  });
  checkOutputs(
    [{ option: '--html', file: html }],
    inputs.flatMap(([option, file]) => (file === undefined ? [] : [{ option, file }])),
  );
  return async (report) => {
    const { checkDocument } = await import('../figures/explorer/document.js');
    const page = checkDocument(report, basename((softLabels ?? candidates)!));
    writeTogether([{ option: '--html', file: html, content: Buffer.from(page) }]);
    return html;
  };
}
