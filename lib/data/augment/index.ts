export { cutout } from './cutout';
export type { ImageOperation } from './definition';
export { brightness, color, contrast } from './enhance';
export { rotate, shearX, shearY, translateX, translateY } from './geometry';
export { autocontrast, equalize } from './histogram';
export { posterize, solarize } from './levels';
export { augmented, RAND_AUGMENT_OPERATIONS } from './operations';
export { randAugment } from './rand-augment';
export { sharpness } from './sharpness';
