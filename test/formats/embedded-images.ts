import { fashionMnistCut } from '../../lib/data/fashion-mnist';
import { dataFolders } from '../../lib/base';

/** As make_weights.py normalises, in units of pixel/255. */
const MEAN = 0.286;
const STD = 0.353;

/** The first embedded test images as make_weights.py feeds them: padded to 32×32, three equal channels, [N, 3, H, W]. */
export function embeddedImages(count: number): { data: Float32Array; labels: Int32Array; shape: number[] } {
  const { images, labels } = fashionMnistCut.load('test', dataFolders());
  const data = new Float32Array(count * 3 * 32 * 32).fill(Math.fround((0 - MEAN) / STD));
  for (let image = 0; image < count; image++) {
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 0; y < 28; y++) {
        for (let x = 0; x < 28; x++) {
          const pixel = images[(image * 28 + y) * 28 + x];
          data[((image * 3 + channel) * 32 + y + 2) * 32 + x + 2] = (pixel / 255 - MEAN) / STD;
        }
      }
    }
  }
  return { data, labels: labels.slice(0, count), shape: [count, 3, 32, 32] };
}
