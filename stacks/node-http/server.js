// Node's own HTTP server, without a framework.
'use strict';

const http = require('node:http');
const common = require('./common.js');

async function read(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }

  return Buffer.concat(parts);
}

async function handle(request, response) {
  const at = request.url.indexOf('?');
  const route = at < 0 ? request.url : request.url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? '' : request.url.slice(at + 1));
  const [status, type, body] = await common.answer(request.method, route, query, () => read(request));
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': body.length });
  response.end(body);
}

const server = http.createServer((request, response) => {
  handle(request, response).catch((error) => {
    process.stderr.write(`${error.stack}\n`);
    response.destroy();
  });
});
// The default of 5 s ends connections that wait longer than that for their next request.
server.keepAliveTimeout = 60_000;
// Without a number Node listens again with 511.
server.listen({ fd: common.descriptor() }, 2048);
