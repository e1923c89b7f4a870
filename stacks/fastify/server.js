// Fastify with a route for each path; what they answer is common.js.
'use strict';

const fastify = require('fastify');
const common = require('../node-http/common.js');

const app = fastify({ logger: false, keepAliveTimeout: 60_000, bodyLimit: 64 * 1024 * 1024 });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => done(null, body));

async function handle(request, reply) {
  const query = new URLSearchParams(request.query);
  const path = request.url.split('?', 1)[0];
  const body = async () => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
  const [status, type, content] = await common.answer(request.method, path, query, body);
  return reply.code(status).type(type).send(content);
}

for (const [url, method] of Object.entries(common.METHODS)) {
  app.route({ method, url, handler: handle });
}
app.setNotFoundHandler(handle);

app.ready((error) => {
  if (error) {
    throw error;
  }

  app.server.listen({ fd: common.descriptor() }, 2048);
});
