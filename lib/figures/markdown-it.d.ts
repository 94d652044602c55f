/** The little of markdown-it that pages use; the package itself carries no types. */
declare module 'markdown-it' {
  export default class MarkdownIt {
    constructor(options?: { html?: boolean; linkify?: boolean; typographer?: boolean });
    /** Markdown → HTML. */
    use(plugin: (md: MarkdownIt, options?: object) => unknown, options?: object): this;
    render(markdown: string): string;
  }
}
