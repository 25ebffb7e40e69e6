import { newUUID } from './customer';

/** What came of a request. */
export interface Answer {
  status: number; // 0 without an answer
  data?: any; // the document of a 200
}

/** Gets a document, or posts one as JSON. The id makes a repeat of an event harmless (events.md §1). */
export async function ask(url: string, body?: string, id = newUUID()): Promise<Answer> {
  try {
    const response = await fetch(url, body ? {
      method: 'POST',
      body,
      keepalive: true, // it outlives its page
      headers: { 'Content-Type': 'application/json', 'X-Sojourn-Event-Id': id },
    } : {});
    const { status } = response;
    return { status, data: status === 200 && await response.json() };
  } catch {
    return { status: 0 };
  }
}
