// What hdr-histogram-js 3.0.1 says, for tests that compare Prony's histograms with it.
//   npm install --prefix FOLDER hdr-histogram-js@3.0.1
//   node hdr-histogram-js.cjs FOLDER make > hdr-histogram-js.json    the golden file beside this script
//   node hdr-histogram-js.cjs FOLDER log IN.hlog OUT.hlog            reads a log, prints what it holds, writes it again
const [, , folder, verb, input, output] = process.argv;
const fs = require('fs');
const path = require('path');
const hdr = require(path.join(path.resolve(folder), 'node_modules', 'hdr-histogram-js'));

const percentiles = [0, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

const worlds = [
  { name: 'empty', lowest: 1, highest: 3600000000000, digits: 3, count: 0, limit: 1 },
  { name: 'zeros', lowest: 1, highest: 3600000000000, digits: 3, count: 5, limit: 1 },
  { name: 'a second of requests', lowest: 1, highest: 3600000000000, digits: 3, count: 5000, limit: 40000000 },
  { name: 'up to an hour', lowest: 1, highest: 3600000000000, digits: 3, count: 3000, limit: 3600000000000 },
  { name: 'one digit', lowest: 1, highest: 1000000, digits: 1, count: 1000, limit: 1000000 },
  { name: 'five digits', lowest: 1, highest: 100000000, digits: 5, count: 500, limit: 100000000 },
  { name: 'coarse units', lowest: 1000, highest: 60000000, digits: 2, count: 1000, limit: 60000000 },
];

// As in HdrHistogramJsTests; exact in doubles far beyond the counts used here.
const value = (i, limit) => (i * i * 7919) % limit;

function figures(histogram) {
  return {
    count: histogram.totalCount,
    mean: histogram.totalCount === 0 ? 0 : histogram.mean,
    sd: histogram.totalCount === 0 ? 0 : histogram.stdDeviation,
    percentiles: histogram.totalCount === 0 ? [] : percentiles.map((p) => histogram.getValueAtPercentile(p)),
  };
}

function make() {
  const golden = worlds.map((world) => {
    const histogram = hdr.build({
      bitBucketSize: 64,
      autoResize: false,
      lowestDiscernibleValue: world.lowest,
      highestTrackableValue: world.highest,
      numberOfSignificantValueDigits: world.digits,
      useWebAssembly: false,
    });
    for (let i = 0; i < world.count; i++) {
      histogram.recordValue(value(i, world.limit));
    }
    return { ...world, ...figures(histogram), text: hdr.encodeIntoCompressedBase64(histogram) };
  });
  console.log('[\n' + golden.map((world) => JSON.stringify(world)).join(',\n') + '\n]');
}

function log() {
  const reader = new hdr.HistogramLogReader(fs.readFileSync(input, 'utf8'), 64);
  let text = '';
  const writer = new hdr.HistogramLogWriter((part) => { text += part; });
  writer.outputLogFormatVersion();
  writer.outputStartTime(1700000000000);
  writer.outputLegend();
  const lines = [];
  let histogram;
  while ((histogram = reader.nextIntervalHistogram()) !== null) {
    lines.push({ tag: histogram.tag, start_ms: histogram.startTimeStampMsec, length_ms: histogram.endTimeStampMsec - histogram.startTimeStampMsec, ...figures(histogram) });
    writer.outputIntervalHistogram(histogram, undefined, undefined, 1000000);
  }
  fs.writeFileSync(output, text);
  console.log(JSON.stringify(lines));
}

({ make, log })[verb]();
