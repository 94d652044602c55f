import { describe, expect, it } from 'vitest';
import { imagesUnderView } from '../../lib/data';
import type { LabelledImages } from '../../lib/data/definition';

const labels = Int32Array.of(0, 1);
const part: LabelledImages = {
  images: Uint8Array.from({ length: 2 * 6 * 6 }, (_, i) => i),
  ...{ count: 2, height: 6, width: 6, channels: 1, labels, trueLabels: labels, sourceIndex: labels },
};

describe('imagesUnderView', () => {
  it('leaves images as they are without augmentation, and the originals always', () => {
    const before = part.images.slice();
    expect(imagesUnderView(part, { name: 'weak', spec: {}, seed: 1 })).toEqual(part);
    imagesUnderView(part, { name: 'strong', spec: { policy: 'rand-augment' }, seed: 1 });
    expect(part.images).toEqual(before);
  });

  it('draws by seed, view and number of the draw', () => {
    const of = (name: string, seed: number, draw: number) =>
      imagesUnderView(part, { name, spec: { crop: 2, flip: true }, seed }, draw).images;
    expect(of('weak', 1, 0)).toEqual(of('weak', 1, 0));
    expect(of('weak', 1, 0)).not.toEqual(of('weak', 1, 1));
    expect(of('weak', 1, 0)).not.toEqual(of('weak', 2, 0));
    expect(of('weak', 1, 0)).not.toEqual(of('strong', 1, 0));
  });
});
