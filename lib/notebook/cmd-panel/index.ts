import { escapeHtml } from '../../figures';
import { showHtml } from '../display';
import { interactiveFrame } from '../frame';
import type { CmdPanelData } from './data';
import { cmdPanelDocument } from './document';
import { chi, shareBelow } from './formulas';

export { cmdPanelData } from './data';
export type { CmdPanelData } from './data';
export { cmdPanelDocument } from './document';

/**
 * Shows which images would be passed on in which epoch, with sliders for the threshold, as the running cell's output:
 * in a frame that may run its own script and nothing else. Where the output is not trusted readers get the words.
 */
export function showCmdPanel(data: CmdPanelData): void {
  const words = panelWords(data);
  const html = interactiveFrame({
    title: 'What would be passed on',
    height: 960,
    document: cmdPanelDocument(data),
    still: `<p>${escapeHtml(words)}</p>`,
  });
  showHtml(html, words);
}

/** The panel at its starting values, in words. */
export function panelWords({ title, entropies, noisy }: CmdPanelData): string {
  const last = entropies.length - 1;
  const shares = [1, -1].map((direction) => {
    const limit = chi(0.5, 8, direction, (last + 0.5) / entropies.length);
    const share = (wrong: boolean) => shareBelow(entropies[last], noisy, wrong, limit)?.toFixed(0) ?? 'no';
    return `${direction === 1 ? 'rising' : 'tightening'} ${share(false)} % of the images with right labels and ${share(true)} % of those with wrong ones`;
  });
  return `${title}: in the last epoch, with κ = 0.5 and b = 8, the threshold passes on: ${shares.join('; ')}.`;
}
