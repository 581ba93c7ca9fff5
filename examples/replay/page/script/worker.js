// Runs the engine in a worker, so that a large file never freezes the page. A message is {id, name,
// args}; the answer is {id, result}, {id, error}, or {id, progress} before it.
/* global createEngine, FS, WORKERFS */

const MOST_ROWS = 500; // of the table of decisions
const FOLDER = '/files'; // of those that are being read

let engine;

const text = (name, types, args) => engine.ccall(name, 'string', types, args);
const json = (...call) => JSON.parse(text(...call));

function failIfError(answer) {
  if (answer && answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

function numbers(name, types, args) {
  const place = engine.ccall(name, 'number', types, args) / 8;
  const count = engine.HEAPF64[place];
  if (count < 0) throw new Error(text('last_error', [], []));
  return engine.HEAPF64.slice(place + 1, place + 1 + count);
}

/** The series of a log within an extent: arrays with 2, 3 and 2 numbers per point. */
function view(log, [first, last], columns) {
  const all = numbers('view', ['number', 'number', 'number', 'number'], [log, first, last, columns]);
  const series = [];
  for (let at = 0; at < all.length; at += 1 + all[at]) series.push(all.subarray(at + 1, at + 1 + all[at]));
  const [losses, levels, rates] = series;
  return {losses, levels, rates};
}

/** What the page shows of the decisions, because receiving thousands of objects would freeze it: the first as
 * rows, when there is one of each kind, whether the log says what any of them saves, and the worst regret. */
function summary({decisions, ...decision}) {
  const when = (kind) => Float64Array.from(decisions.filter((one) => one.decision === kind), ({observation}) => observation);
  return {...decision, decisions: decisions.slice(0, MOST_ROWS), decay: when('decay'), stop: when('stop'),
    judged: decisions.some(({saved}) => saved !== null),
    worst: decisions.reduce((most, {regret}) => Math.max(most, regret), -Infinity)};
}

/** Reads a log. Where nobody said whether it grows, an accuracy is turned around. */
function read(path, wanted) {
  let log;
  try {
    log = json('open_log', ['string', 'string', 'number'], [path, wanted.column, wanted.grows ? 1 : 0]);
  } catch ({message}) { // of the browser, which cannot read the file
    return {error: `${path}: ${message}`};
  }
  if (!log.accuracy || wanted.grows !== undefined) return {...log, wanted};
  calls.close(log.log);
  return read(path, {column: log.column, grows: true});
}

/** Reads the logs among the files, which the engine finds in its folder. */
function readAll(files, wanted, report) {
  const names = [...new Set(files.map(({path}) => path.split('/')[0]))];
  const found = names.map((name) => failIfError(json('find_logs', ['string'], [name])));
  const paths = found.flatMap(({files}) => files);
  const errors = found.flatMap(({errors}) => errors.map((message) => ({message})));
  const logs = [];
  let withoutLoss = 0;
  paths.forEach(({path, from_folder}, i) => {
    report(`reading ${i + 1} of ${paths.length}: ${path}`);
    const log = read(path, wanted);
    if (log.observations > 0) logs.push(log);
    else if (log.error === undefined) {
      calls.close(log.log);
      errors.push(...(log.note ? [{message: `${path}: ${log.note}`}] : []), {path, series: log.others,
        message: `${path}: column ${log.column} has no value in any of ${log.rows} rows: nothing to replay`});
    } else if (log.missing && from_folder) ++withoutLoss;
    else errors.push({path, message: log.error, series: log.series});
  });
  return {logs, errors, withoutLoss};
}

const calls = {
  async start(wasm) {
    engine = await createEngine({wasmBinary: wasm, printErr: () => {}});
    engine.FS.mkdir(FOLDER);
    engine.FS.chdir(FOLDER);
    return {registry: json('registry', [], []), families: json('families', [], [])};
  },

  /** Reads the logs among the files. Files of folders that have no loss are counted only. An error is
   * {message, path, series}: the columns that can be named instead. */
  open(files, wanted, report) {
    engine.FS.mount(engine.WORKERFS, {blobs: files.map(({path, file}) => ({name: path, data: file}))}, FOLDER);
    try {
      return readAll(files, wanted, report);
    } finally {
      engine.FS.unmount(FOLDER);
    }
  },

  close(log) { engine.ccall('close_log', null, ['number'], [log]); },

  /** Decides on logs, and returns each decision with the series to draw. */
  decide(logs, scheduler, course, extent, columns) {
    return logs.map((log) => {
      const decision = failIfError(json('decide', ['number', 'string', 'number'], [log, scheduler, course]));
      return {log, decision: summary(decision), ...view(log, extent, columns)};
    });
  },

  view: (logs, extent, columns) => logs.map((log) => ({log, ...view(log, extent, columns)})),
  inspect: (log, scheduler, observation) =>
    failIfError(json('inspect', ['number', 'string', 'number'], [log, scheduler, observation])),
  jsonLines: (log, scheduler, course) =>
    text('json_lines', ['number', 'string', 'number'], [log, scheduler, course]),

  /** Judges the stages of logs, which the maps need, and returns their number. */
  judge: (logs) => failIfError(json('judge', ['string'], [logs.join(' ')])),
  /** saved, regret of each setting of a family. */
  map: (logs, family) => numbers('map', ['string', 'string'], [logs.join(' '), family]),
  settings: (family) => failIfError(json('settings', ['string'], [family])),
  bound: (logs, regret, points) =>
    numbers('bound', ['string', 'number', 'number'], [logs.join(' '), regret, points]),
};

onmessage = async ({data: {id, name, args}}) => {
  const report = (progress) => postMessage({id, progress});
  try {
    postMessage({id, result: await calls[name](...args, report)});
  } catch (error) {
    postMessage({id, error: error.message ?? String(error)});
  }
};
