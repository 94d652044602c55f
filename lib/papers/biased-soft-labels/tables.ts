import type { TableDefinition } from '../../base';
import { figure6 } from './backbones-table';
import { table2 } from './bad-teachers-table';
import { figure3 } from './noise-table';
import { table1 } from './partial-labels-table';
import { figure5 } from './self-training-table';

export const tables: readonly TableDefinition[] = [table1, table2, figure3, figure5, figure6];
