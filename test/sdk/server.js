// Starts a Sojourn of its own for the tests: development mode, a free port, a folder that is thrown away.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const patience = 30_000; // milliseconds to become ready

/** Starts a server and resolves to it once it takes requests. */
export async function startServer() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sojourn-sdk-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  let server;
  try {
    const args = ['serve', '-dev', '-listen', '127.0.0.1:0', '-data', path.join(folder, 'data')];
    server = spawn(program(folder), args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: withoutSettings(process.env),
    });
    const url = await addressOf(server);
    await ready(url);
    return { url, stop: () => stop(server).then(remove) };
  } catch (error) {
    if (server) await stop(server);
    remove();
    throw error;
  }
}

/** The binary that `make build` made, else one that is built into the folder. */
function program(folder) {
  const built = process.env.SERVER_UNDER_TEST ?? path.join(root, 'bin', 'sojourn');
  if (existsSync(built)) return built;
  const fresh = path.join(folder, 'sojourn');
  execFileSync('go', ['build', '-o', fresh, './cmd/sojourn'], { cwd: root, stdio: 'inherit' });
  return fresh;
}

/** The environment without settings of the server: those of whoever runs the tests do not count. */
function withoutSettings(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('SOJOURN_')));
}

/** The address that the server says it listens on. */
function addressOf(server) {
  return new Promise((resolve, reject) => {
    let output = '';
    const give = setTimeout(() => reject(new Error(`the server named no address:\n${output}`)), patience);
    const read = (chunk) => {
      output += chunk;
      const found = output.match(/http:\/\/127\.0\.0\.1:\d+/);
      if (!found) return;
      clearTimeout(give);
      resolve(found[0]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.once('error', reject);
    server.once('exit', (code) => {
      clearTimeout(give);
      reject(new Error(`the server ended with ${code}:\n${output}`));
    });
  });
}

/** Waits until the server says that it is ready. */
async function ready(url) {
  const deadline = Date.now() + patience;
  while (Date.now() < deadline) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error('the server did not become ready');
}

/** Ends the server, politely at first. */
function stop(server) {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => server.kill('SIGKILL'), 10_000);
    server.once('exit', () => {
      clearTimeout(force);
      resolve();
    });
    server.kill('SIGTERM');
  });
}
