import { unzlibSync } from 'fflate';
import type { ImageShape } from '../../../lib/data/views';
import views from '../../fixtures/views/views.json';

/** Images and what Pillow makes of them; see test/fixtures/views/make_views.py. */
export { views };

export interface Picture extends ImageShape {
  name: string;
  pixels: Uint8Array;
}

export const pictures: readonly Picture[] = Object.entries(views.images).map(([name, image]) => ({
  ...{ name, height: image.height, width: image.width, channels: image.channels },
  pixels: new Uint8Array(Buffer.from(image.pixels, 'base64')),
}));

/** Pillow's results one by one, in the order of the magnitudes. */
export function results(packed: string, picture: Picture): Uint8Array[] {
  const all = unzlibSync(new Uint8Array(Buffer.from(packed, 'base64')));
  const size = picture.pixels.length;
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** Number of values that differ, and by how many levels at most. */
export function difference(ours: Uint8Array, pillows: Uint8Array): { values: number; levels: number } {
  const levels = Array.from(ours, (value, i) => Math.abs(value - pillows[i]));
  return { values: levels.filter((level) => level > 0).length, levels: Math.max(...levels) };
}
