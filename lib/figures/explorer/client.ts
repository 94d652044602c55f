import { bindDrop } from './drop';
import { answerChecks } from './drop-worker';
import { bindExplorer } from './live';

/** Entry of the script that pages carry; as a worker it only answers checks. */
if (typeof document === 'undefined') {
  answerChecks();
} else {
  // The script's own text is also the worker's.
  const source = document.currentScript?.textContent ?? '';
  for (const root of document.querySelectorAll<HTMLElement>('[data-explorer]')) bindExplorer(root);
  for (const root of document.querySelectorAll<HTMLElement>('[data-drop]')) bindDrop(root, source);
}
