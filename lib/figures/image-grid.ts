import { InputError } from '../base/errors';
import { counted } from '../base/in-words';
import { pngUri, type PixelImage } from './png';
import { escapeText, layout } from './theme';
import type { Figure } from './types';

export interface GridImage {
  image: PixelImage;
  /** Shown below the image. */
  caption: string;
}

export interface ImageGridOptions {
  title: string;
  columns: number;
}

const CELL = 84;
const CAPTION = 20;

/** Images in rows with a caption each, sharp squares instead of a blur. */
export function imageGrid(images: GridImage[], options: ImageGridOptions): Figure {
  const { title, columns } = options;
  if (images.length === 0) throw new InputError('image grid: found no images, needed is at least one');
  const rows = Math.ceil(images.length / columns);
  const top = 48;
  const width = columns * CELL + 24;
  const height = top + rows * (CELL + CAPTION) + 12;
  const place = (index: number) => ({ column: index % columns, row: Math.floor(index / columns) });
  const hidden = { visible: false, fixedrange: true };
  const alt = `${title}. ${counted(images.length, 'image')}: ${[...new Set(images.map(({ caption }) => caption))].join(', ')}.`;
  return {
    data: [{ type: 'scatter', mode: 'markers', x: [0], y: [0], opacity: 0, hoverinfo: 'skip', showlegend: false }],
    layout: layout(title, alt, {
      width,
      height,
      margin: { l: 12, r: 12, t: top, b: 12 },
      xaxis: { ...hidden, range: [0, columns] },
      yaxis: { ...hidden, range: [rows, 0] },
      images: images.map(({ image }, index) => ({
        source: pngUri(image, 3),
        xref: 'x',
        yref: 'y',
        x: place(index).column + 0.5,
        y: place(index).row,
        sizex: 0.92,
        sizey: CELL / (CELL + CAPTION),
        xanchor: 'center',
        yanchor: 'top',
        layer: 'above',
      })),
      annotations: images.map(({ caption }, index) => ({
        text: escapeText(caption),
        xref: 'x',
        yref: 'y',
        x: place(index).column + 0.5,
        y: place(index).row + CELL / (CELL + CAPTION),
        xanchor: 'center',
        yanchor: 'top',
        showarrow: false,
        font: { size: 11 },
      })),
    }),
  };
}
