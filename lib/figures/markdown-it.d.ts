/** The little of markdown-it that pages use; the package itself carries no types. */
declare module 'markdown-it' {
  export default class MarkdownIt {
    constructor(options?: { html?: boolean; linkify?: boolean; typographer?: boolean });
    /** Markdown → HTML. */
    use(plugin: (md: MarkdownIt, options?: object) => unknown, options?: object): this;
    render(markdown: string): string;
    renderer: Renderer;
  }

  interface Token {
    content: string;
    attrSet(name: string, value: string): void;
  }

  interface Renderer {
    rules: Record<
      string,
      | ((tokens: Token[], index: number, options: object, environment: unknown, self: Renderer) => string)
      | undefined
    >;
    renderToken(tokens: Token[], index: number, options: object): string;
  }
}
