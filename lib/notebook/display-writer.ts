/** One value in several forms, by MIME type; the front end shows the richest it knows. */
export type MimeBundle = Record<string, unknown>;

/** Content of Jupyter's `display_data` and `update_display_data` messages. */
export interface DisplayMessage {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

/** Sends a message to the cell that is running; `update` replaces the output with the same display_id. */
export type DisplayWriter = (message: DisplayMessage, update: boolean) => void;

/**
 * The kernel's own writer. tslab 1.0.22 keeps it, bound to the cell that runs, as `lastWriteDisplayData` of
 * `tslab/dist/jupyter`; its public `display` sends one MIME type an output only. Undefined outside the kernel,
 * where that module is not loaded (and must not be: it brings the TypeScript compiler and sockets).
 */
export function kernelWriter(): DisplayWriter | undefined {
  try {
    const loaded = require.cache[require.resolve('tslab/dist/jupyter')];
    const exported = loaded?.exports as { lastWriteDisplayData?: DisplayWriter | null } | undefined;
    return exported?.lastWriteDisplayData ?? undefined;
  } catch {
    return undefined; // the package is not installed
  }
}

/** Sends a bundle as one output; outside the kernel its text goes to standard output. */
export function display(data: MimeBundle, metadata: Record<string, unknown> = {}): void {
  const write = kernelWriter();
  if (write) write({ data, metadata, transient: {} }, false);
  else process.stdout.write(`${String(data['text/plain'])}\n`);
}
