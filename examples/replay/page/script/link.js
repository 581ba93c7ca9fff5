// A link whose fragment holds the settings, and the log if it is small. Nothing is sent to a server.

const MOST = 16000; // characters of a log in a link
const MOST_BYTES = 20 * MOST; // of such a log before it is compressed

const toText = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const toBytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));

async function through(blob, ...transforms) {
  const stream = transforms.reduce((from, transform) => from.pipeThrough(transform), blob.stream());
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** The link, and whether it holds the log. `wanted` is the choice of its column. */
export async function linkTo({scheduler, course, name, file, wanted}) {
  const fragment = new URLSearchParams({s: scheduler, c: course});
  let holds = false;
  if (file && file.size <= MOST_BYTES) {
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

/** Fails as soon as more bytes have gone through than a link's log can have. */
function limited() {
  let left = MOST_BYTES;
  return new TransformStream({transform(bytes, out) {
    if ((left -= bytes.length) < 0) throw new Error();
    out.enqueue(bytes);
  }});
}

/** What a link's fragment holds: {scheduler, course, files, wanted, unread}; nothing is trusted. */
export async function readLink(hash) {
  const fragment = new URLSearchParams(hash.slice(1));
  const course = Number(fragment.get('c'));
  const found = {scheduler: fragment.get('s'), course: [0, 1, 2].includes(course) ? course : 0, files: [],
    unread: [], wanted: {column: fragment.get('k') ?? ''}};
  if (fragment.has('g')) found.wanted.grows = fragment.get('g') === '1';
  if (fragment.get('l')) {
    try {
      const bytes = await through(new Blob([toBytes(fragment.get('l'))]), new DecompressionStream('gzip'), limited());
      const path = (fragment.get('n') ?? '').split('/').at(-1) || 'log';
      found.files.push({path, file: new Blob([bytes])});
    } catch {
      found.unread.push({message: 'The log in this link is damaged.'});
    }
  }
  return found;
}
