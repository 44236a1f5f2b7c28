// Runs the program under test on a port of its own.
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const top = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
export const program = process.env.SIGNPOST_PROGRAM ?? join(top, 'build/release/cli/signpost');
const startSeconds = 30;

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// What a command of the program prints, run at the top of the repository. Rejects where it ends with anything but 0.
export async function runProgram(...words) {
  return (await promisify(execFile)(program, words, { cwd: top, maxBuffer: 64 << 20 })).stdout;
}

// Starts `signpost serve` on the shipped library, or on `library`, and waits until it is ready.
// Returns { url, log(), stop() }; stop() ends it and rejects if it did not end cleanly.
export async function startProgram({ library = 'pathways', args = [] } = {}) {
  const port = await freePort();
  const child = spawn(program, ['serve', library, '--port', String(port), ...args], {
    cwd: top,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  let exit = null;
  child.stdout.on('data', (piece) => (log += piece));
  child.stderr.on('data', (piece) => (log += piece));
  const ended = new Promise((resolve) => {
    child.once('error', (error) => resolve((exit = { error })));
    child.once('exit', (code, signal) => resolve((exit = { code, signal })));
  });

  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + startSeconds * 1000;
  for (;;) {
    if (exit) throw new Error(`the program ended before it was ready: ${JSON.stringify(exit)}\n${log}`);
    if (Date.now() > deadline) {
      child.kill('SIGKILL');
      throw new Error(`the program was not ready after ${startSeconds} s\n${log}`);
    }
    const ready = await fetch(`${url}/readyz`).then((answer) => answer.ok, () => false);
    if (ready) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  return {
    url,
    log: () => log,
    async stop() {
      child.kill('SIGTERM');
      const { code, signal, error } = await ended;
      if (error || code !== 0) throw new Error(`the program ended with ${error ?? signal ?? code}\n${log}`);
    },
  };
}
