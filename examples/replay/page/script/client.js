// The page's side of the worker.
/* global expanded: of page.html */

/** The file that is built in. */
export const builtIn = async () => (await expanded('example')).blob();

/** Starts the engine. Each call returns a promise of its result. */
export async function startEngine() {
  const source = await (await expanded('worker')).text();
  const worker = new Worker(URL.createObjectURL(new Blob([source], {type: 'text/javascript'})));
  const waiting = new Map();
  let next = 0;
  worker.onmessage = ({data: {id, result, error, progress}}) => {
    const {resolve, reject, onProgress, label, start} = waiting.get(id);
    if (progress !== undefined) return onProgress?.(progress);
    waiting.delete(id);
    performance.measure(`engine ${label}`, {start}); // for developer tools and the benchmark
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  };
  worker.onerror = (event) => {
    for (const {reject} of waiting.values()) reject(new Error(event.message));
    waiting.clear();
  };
  const call = (name, args, {onProgress, label = name} = {}) => new Promise((resolve, reject) => {
    waiting.set(next, {resolve, reject, onProgress, label, start: performance.now()});
    worker.postMessage({id: next++, name, args});
  });
  const wasm = await (await expanded('wasm')).arrayBuffer();
  const start = await call('start', [wasm]);
  return {call, ...start};
}

/** Runs an asynchronous function one call at a time; of the calls that wait, only the latest is run. A call
 * that fails is told to `failed(error)`, and does not keep the next one from its turn. */
export function latestOnly(run, failed) {
  let running = false;
  let waiting = null;
  return async (...args) => {
    waiting = args;
    if (running) return;
    running = true;
    while (waiting) {
      const next = waiting;
      waiting = null;
      await run(...next).catch(failed);
    }
    running = false;
  };
}
