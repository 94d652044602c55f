import { escapeHtml } from '../figures/escape';

export interface FrameOptions {
  title: string;
  /** Height in pixels until the document tells its own. */
  height: number;
  /** The document inside: it may run its own script, and reach neither the notebook nor any other place. */
  document: string;
  /** Trusted markup for front ends that leave frame and style out, because they do not trust the output. */
  still: string;
}

/** Markup of an interactive output: a sandboxed frame that grows with its document. */
export function interactiveFrame({ title, height, document, still }: FrameOptions): string {
  return `<style>.kdlab-still { display: none; }</style>
<div class="kdlab-still">${still}</div>
<iframe title="${title}" sandbox="allow-scripts" style="width:100%;height:${height}px;border:0" srcdoc="${escapeHtml(document)}"></iframe>
<script>addEventListener('message', ({ source, data }) => {
  for (const frame of document.querySelectorAll('iframe[title="${title}"]')) {
    if (frame.contentWindow === source && data && data.kdlabHeight > 0) frame.style.height = Math.ceil(data.kdlabHeight) + 4 + 'px';
  }
});</script>`;
}
