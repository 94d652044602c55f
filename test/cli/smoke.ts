import { tableById } from '../../lib/papers';

const table = tableById('start/fashion-mnist');
const cell = table.cells.find(({ row, profile }) => row === 'ce' && profile === 'smoke')!;

/** The smallest real cell: plain training at profile smoke on the embedded data. */
export const fashionMnistTable = { column: cell.column, spec: cell.spec };
