import type { RunSpec } from '../base';
import { imagesUnderView } from '../data';
import type { LabelledImages } from '../data';
import { panelDocument } from '../figures/crld-panel/document';
import { panelParts, panelSentence } from '../figures/crld-panel/markup';
import { DEFAULT_PANEL, panelTerms, softmax } from '../figures/crld-panel/model';
import type { PanelData, PanelExample, PanelView } from '../figures/crld-panel/model';
import { escapeHtml } from '../figures/escape';
import { pngUri } from '../figures/png';
import { predict, resolveTeacher, trainRun } from '../training';
import { display } from './display-writer';
import type { Experiment, Trained } from './experiment';
import { interactiveFrame } from './frame';

export interface CrldPanelOptions {
  /** Training images to look through, and those shown. */
  candidates?: number;
  images?: number;
  /** Strong views drawn of each. */
  draws?: number;
}

const TITLE = 'CRLD, term by term';

/**
 * Pictures and logits for the panel: training images of seed 1 under the weak and the strong view of a two-view run, and
 * what its teacher and its student say about them. Of the first images those are taken that run evenly from the one of
 * whose strong view the teacher is least sure to the one of which it is surest.
 */
export async function crldPanelData(
  { data }: Experiment,
  student: Trained,
  { candidates = 120, images: count = 16, draws = 3 }: CrldPanelOptions = {},
): Promise<PanelData> {
  const { spec } = student.record;
  if (!spec.teacher) throw new Error(`run ${student.record.runId} has no teacher`);
  const some = firstImages(data.train, candidates);
  const [teacherModel, studentModel] = [
    await resolveTeacher(spec.teacher, data, finished),
    await resolveTeacher({ run: spec }, data, finished),
  ];
  try {
    const shown = (name: 'weak' | 'strong', draw: number): PanelView[] => {
      const images = imagesUnderView(some, { name, spec: spec.data.views![name], seed: spec.seed }, draw);
      const [taught, said] = [teacherModel, studentModel].map(
        ({ model }) => predict(model, images, data).logits,
      );
      const { height, width, channels } = images;
      const size = height * width * channels;
      return Array.from({ length: images.count }, (_, n) => ({
        picture: pngUri(
          {
            pixels: images.images.subarray(n * size, (n + 1) * size),
            ...{ width, height, channels: channels === 1 ? 1 : 3 },
          },
          1,
        ),
        teacher: rowOf(taught, n, data.classes),
        student: rowOf(said, n, data.classes),
      }));
    };
    const weak = shown('weak', 0);
    const strong = Array.from({ length: draws }, (_, draw) => shown('strong', draw));
    const examples = weak.map(
      (view, n): PanelExample => ({
        label: some.labels[n],
        weak: view,
        strong: strong.map((views) => views[n]),
      }),
    );
    const sureness = ({ strong: [first] }: PanelExample) => Math.max(...softmax(first.teacher, 1));
    const ordered = examples.sort((a, b) => sureness(a) - sureness(b));
    const step = (ordered.length - 1) / (count - 1);
    return {
      classes: data.classNames,
      examples: Array.from({ length: count }, (_, i) => ordered[Math.round(i * step)]),
      teacher: teacherModel.name,
      student: studentModel.name,
    };
  } finally {
    teacherModel.dispose();
    studentModel.dispose();
  }
}

const finished = (spec: RunSpec) => trainRun(spec, { resume: true });

function firstImages(part: LabelledImages, count: number): LabelledImages {
  const size = part.height * part.width * part.channels;
  return {
    ...part,
    count,
    images: part.images.subarray(0, count * size),
    labels: part.labels.subarray(0, count),
    trueLabels: part.trueLabels.subarray(0, count),
    sourceIndex: part.sourceIndex.subarray(0, count),
  };
}

/** Four digits draw the same picture and halve the page. */
const rowOf = (logits: Float32Array, n: number, classes: number): number[] =>
  Array.from(logits.subarray(n * classes, (n + 1) * classes), (z) => Number(z.toFixed(4)));

/**
 * Shows the panel as the running cell's output, in a frame that may run its own script and nothing else. Where outputs are
 * not trusted the frame is left out by the front end, and the state at the default settings remains.
 */
export function showCrldPanel(data: PanelData): void {
  const words = `${TITLE}: ${panelSentence(panelTerms(data.examples[0], DEFAULT_PANEL))}`;
  const { terms } = panelParts(data, DEFAULT_PANEL);
  const html = interactiveFrame({
    title: TITLE,
    height: 1150,
    document: panelDocument(data),
    still: `${terms}<p>${escapeHtml(words)}</p><p>Controls come alive where the output is trusted.</p>`,
  });
  display({ 'text/html': html, 'text/plain': words });
}
