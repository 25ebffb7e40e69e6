// A server for working on the console: serves what was built last and hands the rest to a real server.
// Usage: node dev/serve.mjs [address of the server] [port]
import { existsSync, readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { extname } from 'node:path';

const target = new URL(process.argv[2] ?? 'http://127.0.0.1:8080');
const port = Number(process.argv[3] ?? 8081);
const dist = new URL('../dist/', import.meta.url);
const pages = ['', 'sessions', 'customers', 'segments', 'outcomes', 'health', 'settings'];
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const policy = /policy = ("[^"]+"[\s+]+)+/.exec(readFileSync(new URL('../file.go', import.meta.url), 'utf8'))[0];
const contentSecurityPolicy = [...policy.matchAll(/"([^"]+)"/g)].map(([, part]) => part).join('');

createServer((from, to) => {
  const path = new URL(from.url, target).pathname.slice(1);
  if (path === 'console.json') {
    to.setHeader('Content-Type', 'application/json');
    to.end(JSON.stringify({ version: 'dev', dev: true, clientId: 'sojourn-dev', secret: 'sojourn-dev' }));
    return;
  }
  const name = pages.includes(path.split('/')[0]) ? 'index.html' : path;
  if (existsSync(new URL(name, dist))) {
    to.setHeader('Content-Type', types[extname(name)] ?? 'text/plain');
    to.setHeader('Content-Security-Policy', contentSecurityPolicy);
    to.end(readFileSync(new URL(name, dist)));
    return;
  }
  const onward = request(
    new URL(from.url, target),
    { method: from.method, headers: from.headers },
    (answer) => {
      to.writeHead(answer.statusCode, answer.headers);
      answer.pipe(to);
    },
  );
  onward.on('error', () => to.destroy());
  to.on('close', () => onward.destroy());
  from.pipe(onward);
}).listen(port, '127.0.0.1', () => console.log(`http://127.0.0.1:${port}`));
