// What the page shows: its logs, the scheduler in use, and the part of the logs that is seen.

export const state = {
  logs: [], // {log, path, …: what the engine says of it, wanted, example, drop, file, shown, colour}
  focus: null, // the log that the sentence is about
  text: 'auto',
  course: 0,
  extent: [1, 2],
  asked: null, // what the fields of the column are about, {files, example, drop}: the focus, or what failed
  drawn: [], // by shown log: {log, decision, losses, levels, rates}
  picture: null,
  x: null, // the scale of its observations
};

export const shownLogs = () => state.logs.filter((log) => log.shown || log === state.focus);

/** The observations of the longest log that is shown. */
export const longest = () => Math.max(2, ...shownLogs().map(({observations}) => observations));
