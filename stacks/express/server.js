// Express with a route for each path; what they answer is common.js.
'use strict';

const express = require('express');
const common = require('../node-http/common.js');

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(express.raw({ type: () => true, limit: '64mb' }));

async function handle(request, response) {
  const query = new URLSearchParams(request.query);
  const body = async () => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
  const [status, type, content] = await common.answer(request.method, request.path, query, body);
  response.status(status).set('Content-Type', type).send(content);
}

for (const [route, method] of Object.entries(common.METHODS)) {
  app[method.toLowerCase()](route, handle);
}
app.use(handle);

const server = app.listen({ fd: common.descriptor() }, 2048);
// The default of 5 s ends connections that wait longer than that for their next request.
server.keepAliveTimeout = 60_000;
