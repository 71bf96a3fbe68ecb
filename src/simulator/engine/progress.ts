/** Who is told how far the work has come. One phase at a time. */
export interface Progress {
  begin(phase: string, total: number): void;
  advance(): void;
  end(): void;
}

/** Tells nobody. */
export const SILENT: Progress = { begin: () => undefined, advance: () => undefined, end: () => undefined };
