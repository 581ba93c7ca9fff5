// Files and folders that are dropped or chosen, as {path, file}.

import {byId} from './dom.js';

/** Adds the files of an entry to `files`, and what cannot be read to `unread`, as {message}. */
async function collect(entry, files, unread) {
  const path = entry.fullPath.slice(1);
  try {
    if (entry.isFile) {
      files.push({path, file: await new Promise((resolve, reject) => entry.file(resolve, reject))});
      return;
    }
    const reader = entry.createReader();
    for (;;) { // a reader gives a hundred entries at a time
      const entries = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
      if (entries.length === 0) return;
      for (const one of entries) await collect(one, files, unread);
    }
  } catch ({message}) {
    unread.push({message: `${path}: ${message}`});
  }
}

/** Calls `open(files, {unread})` for each drop and choice, wherever on the page something is dropped. */
export function acceptFiles(open) {
  const zone = byId('drop');
  let depth = 0;
  const mark = (change) => zone.classList.toggle('over', (depth += change) > 0);
  addEventListener('dragenter', () => mark(1));
  addEventListener('dragleave', () => mark(-1));
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', async (event) => {
    event.preventDefault();
    mark(-depth);
    const {items, files} = event.dataTransfer;
    const entries = [...items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const found = entries.length > 0 ? [] : [...files].map((file) => ({path: file.name, file}));
    const unread = [];
    for (const entry of entries) await collect(entry, found, unread);
    open(found, {unread});
  });
  for (const id of ['files', 'folder'])
    byId(id).addEventListener('change', ({target}) => {
      open([...target.files].map((file) => ({path: file.webkitRelativePath || file.name, file})));
      target.value = '';
    });
}
