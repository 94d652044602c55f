import type { RunRecord } from '../base';
import { explorerDocument } from '../figures/explorer/document';
import { explorerPicture } from '../figures/explorer/picture';
import { measuredPoints } from '../figures/explorer/points';
import { escapeHtml } from '../figures/escape';
import { display, type MimeBundle } from './display-writer';

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
  const html = `<style>.kdlab-still { display: none; }</style>
<div class="kdlab-still">${picture}<p>${escapeHtml(words)}</p><p>Run the cell, and the sliders come alive.</p></div>
<iframe title="Soft-label explorer" sandbox="allow-scripts" style="width:100%;height:1650px;border:0" srcdoc="${escapeHtml(explorerDocument(points))}"></iframe>
<script>addEventListener('message', ({ source, data }) => {
  for (const frame of document.querySelectorAll('iframe[title="Soft-label explorer"]')) {
    if (frame.contentWindow === source && data && data.kdlabHeight > 0) frame.style.height = Math.ceil(data.kdlabHeight) + 4 + 'px';
  }
});</script>`;
  return { 'text/html': html, 'text/plain': words };
}
