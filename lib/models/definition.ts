/** What a model registers: one file, one line in lib/models/registry.ts. The builder lives in the same file. */
export interface ModelDefinition {
  name: string;
  family: string;
  /** Input side and channels it is made for; all networks build at other sides too, down to where a window no longer fits. */
  input: { side: number; channels: number };
  /** Where architecture, initialisation and names come from. */
  source: string;
  /** Builds the layers; see lib/engine for the layer set. */
  build: (options: BuildOptions) => import('../engine/module').Backbone;
}

export interface BuildOptions {
  classes: number;
  /** Height = width and channels of the images it will see. */
  side: number;
  channels: number;
}
