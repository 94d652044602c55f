import { ceWeight, kdWeight, temperature, weight } from './common-options';
import type { OptionDefinition } from './definition';
import { LABEL_LOSSES } from './label-losses';

/** Options that `cmd-s` and `cmd-p` share. */
export const CMD_OPTIONS: readonly OptionDefinition[] = [
  ceWeight(1),
  kdWeight(1),
  temperature(1),
  weight(
    'threshold',
    0.5,
    'κ: a sample is selected where H(p_peer) < χ; χ at half time is κ·log C; 0 selects nothing, above 1 at growth 0 all',
  ),
  {
    name: 'base',
    kind: 'choice',
    default: 'ce',
    unit: '1',
    meaning: 'the label loss of each network',
    choices: LABEL_LOSSES.map(({ name }) => name),
  },
  {
    name: 'baseOptions',
    kind: 'options',
    default: {},
    unit: '1',
    meaning: 'options of the label loss, with its own defaults',
    nested: { chosenBy: 'base', owners: LABEL_LOSSES },
  },
  choice(
    'confidence',
    'entropy',
    ['max-probability'],
    'what is held against the threshold: H(p) or 1 − max p',
  ),
  choice(
    'aggregation',
    'batch',
    ['selected'],
    'the peer’s part divided by the batch size or by the number selected',
  ),
  choice('form', 'add', ['mix'], 'the peer as a KL of its own or mixed into the target of the label loss'),
];

export const direction: OptionDefinition = {
  name: 'direction',
  kind: 'number',
  default: 1,
  unit: '1',
  meaning: '1: the threshold rises over training, −1: it tightens; without effect where it is constant',
  values: [-1, 1],
};

function choice(name: string, first: string, others: string[], meaning: string): OptionDefinition {
  return { name, kind: 'choice', default: first, unit: '1', meaning, choices: [first, ...others] };
}
