/** chunks yields what a body says, decoded, as it arrives. */
export async function* chunks(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

/** Lines puts together what the network cut. A line ends in \n, \r\n or \r. */
export class Lines {
  private rest = '';

  /** push takes the next part of a text and returns the lines that it ended. */
  push(part: string): string[] {
    const text = this.rest + part;
    const open = text.endsWith('\r') ? text.length - 1 : text.length; // a \n may follow in the next part
    const all = text.slice(0, open).split(/\r\n|\r|\n/);
    this.rest = all.pop()! + text.slice(open);
    return all;
  }

  /** end returns the last line, if the text does not end with the end of one. */
  end(): string[] {
    return this.rest ? [this.rest.replace(/\r$/, '')] : [];
  }
}

/** documents yields the JSON documents of a body that has one a line (application/x-ndjson). */
export async function* documents<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  const lines = new Lines();
  for await (const part of chunks(body)) yield* parsed<T>(lines.push(part));
  yield* parsed<T>(lines.end());
}

function* parsed<T>(lines: string[]): Generator<T> {
  for (const line of lines) if (line.trim()) yield JSON.parse(line) as T;
}
