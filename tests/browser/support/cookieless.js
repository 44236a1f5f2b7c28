// A browser that refuses cookies, as the server sees it: a go-between that lets no cookie through to the browser.
import { createServer, request } from 'node:http';

// Returns { url, close() } of a server that passes everything on to `target`.
export function withoutCookies(target) {
  const between = createServer((asked, answer) => {
    const onward = request(target + asked.url, { method: asked.method, headers: asked.headers }, (given) => {
      delete given.headers['set-cookie'];
      answer.writeHead(given.statusCode, given.headers);
      given.pipe(answer);
    });
    onward.once('error', () => answer.destroy());
    asked.pipe(onward);
  });
  return new Promise((resolve) => {
    between.listen(0, '127.0.0.1', () => {
      const close = () => {
        between.closeAllConnections();
        return new Promise((closed) => between.close(closed));
      };
      resolve({ url: `http://127.0.0.1:${between.address().port}`, close });
    });
  });
}
