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

/** lines yields the lines of a body, wherever the network cut it. A line may end in \n, \r\n or \r. */
export async function* lines(parts: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  for await (const part of parts) {
    rest += part;
    for (;;) {
      const end = rest.search(/[\r\n]/);
      if (end < 0 || (rest[end] === '\r' && end === rest.length - 1)) break; // a \n may follow in the next part
      yield rest.slice(0, end);
      rest = rest.slice(end + (rest.startsWith('\r\n', end) ? 2 : 1));
    }
  }
  if (rest) yield rest.replace(/\r$/, '');
}

/** documents yields the JSON documents of a body that has one a line (application/x-ndjson). */
export async function* documents<T>(body: ReadableStream<Uint8Array>): AsyncGenerator<T> {
  for await (const line of lines(chunks(body))) {
    if (line.trim()) yield JSON.parse(line) as T;
  }
}
