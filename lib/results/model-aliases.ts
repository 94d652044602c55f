/** One spelling of a model in a published table and the project's name for the same network. */
export interface ModelAlias {
  /** As printed; replaced as a whole word in row and column names. A pair (`A->B`) fixes both sides at once. */
  printed: string;
  name: string;
  /** Published files the alias is for; absent means all. */
  only?: readonly string[];
  /** Files where the same spelling means another network. */
  except?: readonly string[];
}

/**
 * Spellings of the sources → model names of the project. Longer spellings come before those they contain.
 *
 * The ImageNet pairs have names of their own, because CIFAR networks share their spelling. Tf-KD and ProSelfLC bring
 * a ShuffleNetV2 of their own, another network than RepDistiller's, so their spelling stays.
 */
export const MODEL_ALIASES: readonly ModelAlias[] = [
  { printed: 'ResNet34->ResNet18', name: 'ResNet34-imagenet->ResNet18-imagenet' },
  { printed: 'ResNet50->MobileNetV1', name: 'ResNet50-imagenet->MobileNetV1-imagenet' },
  { printed: 'PreAct ResNet-18', name: 'PreActResNet18' },
  { printed: 'ResNet32x4', name: 'resnet32x4' },
  { printed: 'ResNet8x4', name: 'resnet8x4' },
  { printed: 'res32x4', name: 'resnet32x4' },
  { printed: 'res8x4', name: 'resnet8x4' },
  { printed: 'WRN-28-10', name: 'wrn_28_10' },
  { printed: 'WRN-40-1', name: 'wrn_40_1' },
  { printed: 'WRN-40-2', name: 'wrn_40_2' },
  { printed: 'WRN-40-4', name: 'wrn_40_4' },
  { printed: 'WRN-16-2', name: 'wrn_16_2' },
  { printed: 'WRN-16-4', name: 'wrn_16_4' },
  { printed: 'ShuffleNetV1', name: 'ShuffleV1' },
  { printed: 'ShuffleNetV2', name: 'ShuffleV2', except: ['tfkd-cifar100', 'proselflc-logs'] },
  { printed: 'ResNet-32', name: 'resnet32', only: ['dml-two-networks'] },
  { printed: 'MobileNet', name: 'MobileNetV1', only: ['dml-two-networks'] },
];

/** Units of RandAugment's magnitudes, which the source leaves to the text. */
export const MAGNITUDE_UNITS: Readonly<Record<string, string>> = {
  Posterize: 'bits',
  Rotate: 'degrees',
  ShearX: 'slope',
  ShearY: 'slope',
  Solarize: 'grey level',
  TranslateX: 'share of the side',
  TranslateY: 'share of the side',
  Brightness: 'factor',
  Color: 'factor',
  Contrast: 'factor',
  Sharpness: 'factor',
};
