import { InputError, mix32, oneOf, shown, streamKey } from '../base';
import type { ViewSpec } from '../base';
import { randAugment } from './augment/rand-augment';
import { randomBox, resizedCrop } from './resized-crop';

/** Size of one image. */
export interface ImageShape {
  height: number;
  width: number;
  channels: number;
}

/** What a stronger augmentation registers: it changes one image in place, after crop and flip. */
export interface ViewPolicyDefinition {
  name: string;
  /** @param pixels [H, W, C] uint8; @param draw uniform in [0, 1), one stream a sample, view and epoch */
  apply(pixels: Uint8Array, shape: ImageShape, draw: () => number): void;
}

/** Every augmentation policy that a view can name: one file, one line. */
export const VIEW_POLICIES: readonly ViewPolicyDefinition[] = [randAugment];

const GOLDEN = 0x9e3779b9; // 2³²/φ: consecutive counters land far apart before mixing

/**
 * Augments single images for one view: zero-pads by `crop`, crops back at a random place (or takes a random part and
 * enlarges it), flips left-right with probability ½, then applies the policy. Draws depend on (seed, view, epoch,
 * sample) alone, never on call order.
 */
export class View {
  private readonly crop: number;
  private readonly resized: boolean;
  private readonly flip: boolean;
  private readonly policy: ViewPolicyDefinition | undefined;
  private key = { epoch: -1, value: 0 };

  /** @throws InputError on an unknown policy, a crop that is no whole number, or two kinds of crop */
  constructor(
    readonly name: string,
    spec: ViewSpec,
    private readonly shape: ImageShape,
    private readonly seed: number,
    policies: readonly ViewPolicyDefinition[] = VIEW_POLICIES,
  ) {
    this.crop = spec.crop ?? 0;
    this.resized = spec.resizedCrop ?? false;
    this.flip = spec.flip ?? false;
    if (!Number.isInteger(this.crop) || this.crop < 0) {
      throw new InputError(
        `data.views.${name}.crop: found ${shown(spec.crop)}, allowed are whole numbers from 0`,
      );
    }
    if (this.resized && this.crop > 0) {
      throw new InputError(`data.views.${name}: found crop and resizedCrop, allowed is one of them`);
    }
    if (spec.policy !== undefined) {
      this.policy = policies.find((policy) => policy.name === spec.policy);
      if (!this.policy) {
        const known = policies.length > 0 ? oneOf(policies.map((policy) => policy.name)) : 'none so far';
        throw new InputError(
          `data.views.${name}.policy: found ${shown(spec.policy)}, registered are ${known}`,
        );
      }
    }
  }

  /** Writes sample `index` of `images` [N, H, W, C], as this view shows it in `epoch`, to `target` [H, W, C]. */
  augment(images: Uint8Array, index: number, epoch: number, target: Uint8Array): void {
    if (this.key.epoch !== epoch) {
      this.key = { epoch, value: streamKey(this.seed, ['augment', this.name, epoch]) };
    }
    const { height, width, channels } = this.shape;
    const sample = mix32(this.key.value + Math.imul(index + 1, GOLDEN));
    let drawn = 0;
    const draw = () => mix32(sample + Math.imul(++drawn, GOLDEN)) / 4294967296;
    const start = index * height * width * channels;
    if (this.resized) {
      const enlarged = resizedCrop(images, start, this.shape, randomBox(this.shape, draw));
      cropFlip(enlarged, 0, target, this.shape, 0, 0, this.flip && draw() < 0.5);
    } else {
      const places = 2 * this.crop + 1;
      const dy = this.crop > 0 ? Math.floor(draw() * places) - this.crop : 0;
      const dx = this.crop > 0 ? Math.floor(draw() * places) - this.crop : 0;
      cropFlip(images, start, target, this.shape, dy, dx, this.flip && draw() < 0.5);
    }
    this.policy?.apply(target, this.shape, draw);
  }
}

/** Shifts an image by (dy, dx) with zeros from outside, then mirrors it left-right where `flipped`. */
export function cropFlip(
  images: Uint8Array,
  start: number,
  target: Uint8Array,
  { height, width, channels }: ImageShape,
  dy: number,
  dx: number,
  flipped: boolean,
): void {
  const first = Math.max(0, -dx); // columns of the crop that lie inside the image
  const last = Math.min(width, width - dx);
  if (dy !== 0 || dx !== 0) target.fill(0);
  for (let y = Math.max(0, -dy); y < Math.min(height, height - dy); y++) {
    const line = y * width * channels;
    let from = start + ((y + dy) * width + first + dx) * channels;
    if (!flipped) {
      const end = line + last * channels;
      for (let to = line + first * channels; to < end; to++) target[to] = images[from++];
      continue;
    }
    for (let x = first; x < last; x++) {
      const to = line + (width - 1 - x) * channels;
      for (let channel = 0; channel < channels; channel++) target[to + channel] = images[from++];
    }
  }
}
