/** What computes answers: the model in the isolate, a platform model, or an origin. */

export interface Asked {
  readonly request: Request;
  readonly body: Uint8Array | null;
}

export interface Backend {
  /** Compute an answer. Throws Problem. */
  answer(asked: Asked): Promise<Response>;
  /** Whether it could answer at present. */
  isReady(): Promise<boolean>;
  /** What it takes of the isolate's memory beside JavaScript's, where it takes any. */
  memoryBytes?(): number;
  /** Whether a request is for it; others are answered with 404. */
  serves(url: URL, method: string): boolean;
}
