/** One thing that is wrong with a request; fieldName is a JSON path. */
export interface Detail {
  errorCode?: string;
  fieldName?: string;
}

/** Fault is an answer that is no success, with the words the server has for it. */
export class Fault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Detail[] = [],
    readonly contextId = '',
    readonly retryAfterSeconds = 0,
  ) {
    super(message);
  }
}

/** unreachable is the fault of a server that does not answer. */
export function unreachable(): Fault {
  return new Fault(0, 'unreachable', 'The server does not answer. Is it running, and are you online?');
}

/** faultOf reads the error body of an answer; what is not in the API's form gets words of our own. */
export async function faultOf(answer: Response): Promise<Fault> {
  const wait = Number(answer.headers.get('Retry-After')) || 0;
  try {
    const body = (await answer.json()) as {
      message?: string;
      code?: string;
      details?: Detail[];
      contextId?: string;
      error?: string;
      error_description?: string;
      description?: string;
    };
    const message = body.message ?? body.error_description ?? body.description ?? body.error;
    if (message) {
      return new Fault(
        answer.status,
        body.code ?? body.error ?? '',
        message,
        body.details,
        body.contextId,
        wait,
      );
    }
  } catch {
    // no JSON: a proxy on the way, most likely
  }
  return new Fault(
    answer.status,
    '',
    `The server answered ${answer.status} ${answer.statusText}`.trim() + '.',
    [],
    '',
    wait,
  );
}
