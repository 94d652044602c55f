import { InputError } from '../base/errors';
import { tf } from './tensorflow';

/** A picture as stored: three channels, interleaved. */
export interface DecodedImage {
  pixels: Uint8Array; // [H, W, 3]
  height: number;
  width: number;
}

const PNG = [0x89, 0x50, 0x4e, 0x47];

/**
 * Decodes a JPEG file to RGB, bit for bit as Pillow's `Image.open(...).convert('RGB')` does: libjpeg-turbo's slow integer
 * transform with smooth chroma upsampling, grey repeated to three channels, CMYK converted. A PNG is decoded, too, since
 * ImageNet holds one under the name `.JPEG`.
 *
 * @param bytes the file
 * @param source file name, opens the error message
 * @throws InputError where the bytes are no whole picture
 */
export function decodeJpeg(bytes: Uint8Array, source: string): DecodedImage {
  const png = PNG.every((byte, i) => bytes[i] === byte);
  if (!png && !(bytes[0] === 0xff && bytes[1] === 0xd8)) {
    throw new InputError(`${source}: not a JPEG image (${bytes.length} bytes, another beginning than FF D8)`);
  }
  let tensor;
  try {
    // TensorFlow's default is the fast transform, whose pixels differ by up to 12 from everybody else's.
    tensor = png
      ? tf.node.decodePng(bytes, 3)
      : tf.node.decodeJpeg(bytes, 3, 1, true, false, 1, 'INTEGER_ACCURATE');
  } catch (error) {
    const reason = (error as Error).message.split('\n').at(-1)!.trim();
    throw new InputError(`${source}: damaged image (${reason})`);
  }
  const [height, width] = tensor.shape;
  const pixels = Uint8Array.from(tensor.dataSync());
  tensor.dispose();
  return { pixels, height, width };
}
