import type { ProfileData } from '../../base';
import { C100_FEW, c100Cpu, c100Quick } from './c100-20';
import { fmnistFew, fmnistGentle, fmnistGentleSmoke, fmnistSmoke } from './fmnist-few';
import { c10nWorse, fmnistNoise, fmnistNoiseQuick, fmnistNoiseSmoke } from './noise';
import {
  fmnistSoft,
  fmnistSoftQuick,
  fmnistSoftSmoke,
  fmnistUnlabelled,
  fmnistUnlabelledQuick,
  fmnistUnlabelledSmoke,
} from './fmnist-soft';

export { c100Teacher } from './c100-20';
export { fmnistTeacher } from './fmnist-few';
export { fmnistSbt } from './fmnist-soft';
export { sgd, warmCosine } from './recipe';
export { C100_FEW, c100Cpu, c100Quick, fmnistFew, fmnistGentle, fmnistGentleSmoke, fmnistSmoke };
export { c10nWorse, fmnistNoise, fmnistNoiseQuick, fmnistNoiseSmoke };
export {
  fmnistSoft,
  fmnistSoftQuick,
  fmnistSoftSmoke,
  fmnistUnlabelled,
  fmnistUnlabelledQuick,
  fmnistUnlabelledSmoke,
};

/** Named data of the smoke, quick and cpu profiles, shared by all papers: one file, one line each. */
export const PROFILE_DATA: readonly ProfileData[] = [
  fmnistSmoke,
  fmnistGentleSmoke,
  fmnistFew,
  fmnistGentle,
  c100Quick,
  c100Cpu,
  ...C100_FEW,
  fmnistNoiseSmoke,
  fmnistNoiseQuick,
  fmnistNoise,
  c10nWorse,
  fmnistSoft,
  fmnistSoftQuick,
  fmnistSoftSmoke,
  fmnistUnlabelled,
  fmnistUnlabelledQuick,
  fmnistUnlabelledSmoke,
];
