import { send } from '../../api/client.ts';
import { Fault, type Detail } from '../../api/fault.ts';
import { documents } from '../../api/lines.ts';

export interface Progress {
  share: number;
  events: number;
  sessions: number;
}

export interface BacktestResult {
  from: string;
  to: string;
  events: number;
  sessions: number;
  customers: number;
  customersAtLeast: boolean;
  dropped: number;
  days: { date: string; sessions: number; customers: number }[];
  examples: string[];
  milliseconds: number;
  eventsPerSecond: number;
}

interface Line {
  progress?: Progress;
  result?: BacktestResult;
  error?: { status: number; code: string; message: string; details?: Detail[]; contextId?: string };
}

export interface BacktestRequest {
  segment?: unknown;
  outcome?: unknown;
  from: string;
}

/** backtest asks what a definition would have matched, and tells of its progress. */
export async function backtest(
  request: BacktestRequest,
  signal: AbortSignal,
  progress: (p: Progress) => void,
): Promise<BacktestResult> {
  const answer = await send('/api/v2/sojourn/backtest', { method: 'POST', body: request, signal });
  for await (const line of documents<Line>(answer.body!)) {
    if (line.progress) progress(line.progress);
    if (line.result) return line.result;
    if (line.error) {
      const { status, code, message, details, contextId } = line.error;
      throw new Fault(status, code, message, details, contextId);
    }
  }
  throw new Fault(0, '', 'The backtest ended without a result.');
}
