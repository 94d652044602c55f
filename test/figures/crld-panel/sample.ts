import { RandomStream } from '../../../lib/base';
import { pngUri } from '../../../lib/figures/png';
import type { PanelData, PanelView } from '../../../lib/figures/crld-panel/model';

const CLASSES = ['coat', 'bag & <b>', 'boot'];

/** Made-up logits: the teacher is surer on weak views than on strong ones. */
export function panelSample(): PanelData {
  const random = new RandomStream(4, 'panel');
  const view = (label: number, sureness: number): PanelView => {
    const logits = (scale: number) =>
      CLASSES.map((_, c) => random.normal() + (c === label ? scale : 0));
    const pixels = Uint8Array.from({ length: 16 }, () => Math.floor(256 * random.uniform()));
    return {
      picture: pngUri({ pixels, width: 4, height: 4, channels: 1 }, 1),
      teacher: logits(sureness),
      student: logits(1),
    };
  };
  return {
    classes: CLASSES,
    teacher: 'cnn28-large',
    student: 'cnn28-small',
    examples: [0, 1, 2, 1].map((label) => ({
      label,
      weak: view(label, 6),
      strong: [view(label, 2), view(label, 1)],
    })),
  };
}
