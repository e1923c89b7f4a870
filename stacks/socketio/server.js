// Socket.IO on Node's own HTTP server: what a client sends as `message` comes back, and the routes of all server stacks are answered.
'use strict';

const http = require('node:http');
const { Server } = require('socket.io');
const common = require('../node-http/common.js');

async function read(request) {
  const parts = [];
  for await (const part of request) {
    parts.push(part);
  }

  return Buffer.concat(parts);
}

async function handle(request, response) {
  const { pathname, searchParams } = new URL(request.url, 'http://server');
  const [status, type, body] = await common.answer(request.method, pathname, searchParams, () => read(request));
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
// It takes the requests of its own path before the server's handler sees them.
new Server(server).on('connection', (socket) => socket.on('message', (text) => socket.emit('message', text)));
// Without a number Node listens again with 511.
server.listen({ fd: common.descriptor() }, 2048);
