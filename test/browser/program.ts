// Starts the real program for a test: a server of its own on a free port, and the shop whose pages it tracks.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The binary that `make build` made, unless another one is named. */
const binary = process.env.SERVER_UNDER_TEST ?? path.resolve(import.meta.dirname, '../../bin/sojourn');
const patience = 30_000; // milliseconds until it names its address

export interface Program {
  url: string;
  stop(): Promise<void>;
}

/** A server in development mode, with a folder that is thrown away. */
export async function startServer(): Promise<Program> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sojourn-browser-'));
  const server = await start(['serve', '-dev', '-listen', '127.0.0.1:0', '-data', path.join(folder, 'data')]);
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The shop's pages. */
export function startShop(server: Program): Promise<Program> {
  return start(['demo', '-shop', '127.0.0.1:0', '-server', server.url]);
}

async function start(args: string[]): Promise<Program> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('SOJOURN_')));
  const program = spawn(binary, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  return { url: await addressOf(program), stop: () => stop(program) };
}

/** The address that a program says it listens on. */
function addressOf(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (why: string) => reject(new Error(`${why}:\n${output}`));
    const timer = setTimeout(() => fail('no address was named'), patience);
    const read = (chunk: Buffer) => {
      output += String(chunk);
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[0]);
    };
    program.stdout!.on('data', read);
    program.stderr!.on('data', read);
    program.once('error', (error) => fail(String(error)));
    program.once('exit', (code) => fail(`the program ended with ${code}`));
  });
}

async function stop(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const ended = once(program, 'exit');
  program.kill('SIGTERM');
  await ended;
}

/** Asks the API as the client that a server in development mode has. */
export async function api(server: Program): Promise<(path: string) => Promise<any>> {
  const answer = await fetch(`${server.url}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${btoa('sojourn-dev:sojourn-dev')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = await answer.json();
  return async (path) => (await fetch(server.url + path, { headers: { Authorization: `Bearer ${token}` } })).json();
}
