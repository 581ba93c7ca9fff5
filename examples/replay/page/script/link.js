// A link whose fragment holds the settings, and the log if it is small. Nothing is sent to a server.

const MOST = 16000; // characters of a log in a link

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

async function through(blob, transform) {
  return new Uint8Array(await new Response(blob.stream().pipeThrough(transform)).arrayBuffer());
}

/** The link, and whether it holds the log. `wanted` is the choice of its column. */
export async function linkTo({scheduler, course, name, file, wanted}) {
  const fragment = new URLSearchParams({s: scheduler, c: course});
  let holds = false;
  if (file && file.size < 20 * MOST) {
    const log = toText(await through(file, new CompressionStream('gzip')));
    holds = log.length <= MOST;
    if (holds) {
      fragment.set('n', name);
      fragment.set('l', log);
      if (wanted.column) fragment.set('k', wanted.column);
      if (wanted.grows !== undefined) fragment.set('g', Number(wanted.grows));
    }
  }
  return {link: `${location.href.split('#')[0]}#${fragment}`, holds};
}

/** What a link's fragment holds: {scheduler, course, files, wanted}; nothing is trusted. */
export async function readLink(hash) {
  const fragment = new URLSearchParams(hash.slice(1));
  const course = Number(fragment.get('c'));
  const found = {scheduler: fragment.get('s'), course: [0, 1, 2].includes(course) ? course : 0, files: [],
    wanted: {column: fragment.get('k') ?? ''}};
  if (fragment.has('g')) found.wanted.grows = fragment.get('g') === '1';
  if (fragment.get('l')) {
    try {
      const bytes = await through(new Blob([toBytes(fragment.get('l'))]), new DecompressionStream('gzip'));
      const path = (fragment.get('n') ?? '').split('/').at(-1) || 'log';
      found.files.push({path, file: new Blob([bytes])});
    } catch {
      found.damaged = true;
    }
  }
  return found;
}
