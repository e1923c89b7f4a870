// What every Node stack answers: the same bytes for the same request, with or without a framework.
'use strict';

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const TEXT = 'text/plain';
const HELLO = Buffer.from('Hello, world!\n');
const DONE = Buffer.from('done\n');
const NOT_FOUND = Buffer.from('not found\n');
const WRONG_METHOD = Buffer.from('method not allowed\n');
const WRONG_TIME = Buffer.from('ms is a whole number from 0 to 60000\n');
const JSON_BODY = fs.readFileSync(path.join(__dirname, '../python-apps/recipes.json'));

const METHODS = { '/': 'GET', '/wait': 'GET', '/work': 'GET', '/json': 'GET', '/pid': 'GET', '/echo': 'POST' };

const WRITES = 10_000;
const ADDITIONS = 10_000;
const LINE = Buffer.from('x'.repeat(99) + '\n');

let files = 0;

// 10,000 additions, 100 ms of waiting, 10,000 writes to a temporary file. Adding and writing hold the event loop, as they would hold a thread.
async function work() {
  let sum = 0;
  for (let i = 0; i < ADDITIONS; i++) {
    sum += i;
  }

  await sleep(100, sum);
  files++;
  const name = path.join(os.tmpdir(), `prony-work-${process.pid}-${files}`);
  const file = fs.openSync(name, 'wx');
  try {
    fs.unlinkSync(name);
    for (let i = 0; i < WRITES; i++) {
      fs.writeSync(file, LINE);
    }
  } finally {
    fs.closeSync(file);
  }
}

// Milliseconds of a parameter; undefined when they make no sense.
function waitMs(text) {
  return /^\d{1,5}$/.test(text) && Number(text) <= 60_000 ? Number(text) : undefined;
}

// Status, content type and body; `body` is awaited when it is needed.
async function answer(method, route, query, body) {
  if (!Object.hasOwn(METHODS, route)) {
    return [404, TEXT, NOT_FOUND];
  }

  if (method !== METHODS[route]) {
    return [405, TEXT, WRONG_METHOD];
  }

  switch (route) {
    case '/wait': {
      const ms = waitMs(query.get('ms') ?? '100');
      if (ms === undefined) {
        return [400, TEXT, WRONG_TIME];
      }

      await sleep(ms);
      return [200, TEXT, Buffer.from(`waited ${ms} ms\n`)];
    }
    case '/work':
      await work();
      return [200, TEXT, DONE];
    case '/json':
      return [200, 'application/json', JSON_BODY];
    case '/pid':
      return [200, TEXT, Buffer.from(`${process.pid}\n`)];
    case '/echo':
      return [200, 'application/octet-stream', await body()];
    default:
      return [200, TEXT, HELLO];
  }
}

// The inherited socket, from the command line: node FILE N.
function descriptor() {
  const number = Number(process.argv[2]);
  if (!Number.isInteger(number)) {
    process.stderr.write('Use: node FILE DESCRIPTOR\n');
    process.exit(2);
  }

  return number;
}

module.exports = { METHODS, answer, descriptor };
