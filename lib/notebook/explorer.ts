import type { RunRecord } from '../base';
import { explorerDocument } from '../figures/explorer/document';
import { explorerPicture } from '../figures/explorer/picture';
import { measuredPoints } from '../figures/explorer/points';
import { escapeHtml } from '../figures/escape';
import { display, type MimeBundle } from './display-writer';
import { interactiveFrame } from './frame';

/**
 * Shows the explorer of the theory as the running cell's output, in a frame that may run its own script and nothing
 * else: it cannot reach the notebook, and its policy forbids every connection.
 *
 * Where outputs are not trusted, frame and style are left out by the front end and the picture with its sentences
 * remains.
 *
 * @param records runs whose soft labels are drawn into the (η, γ) plane
 */
export async function showExplorer(records: readonly RunRecord[]): Promise<void> {
  display(await explorerBundle(records));
}

/** The output bundle of `showExplorer`. */
export async function explorerBundle(records: readonly RunRecord[]): Promise<MimeBundle> {
  const points = measuredPoints(records);
  const { png, words } = await explorerPicture(points);
  const picture =
    png === undefined
      ? ''
      : `<img alt="${escapeHtml(words)}" width="900" src="data:image/png;base64,${png.toString('base64')}">`;
  const html = interactiveFrame({
    title: 'Soft-label explorer',
    height: 1650,
    document: explorerDocument(points),
    still: `${picture}<p>${escapeHtml(words)}</p><p>Run the cell, and the sliders come alive.</p>`,
  });
  return { 'text/html': html, 'text/plain': words };
}
