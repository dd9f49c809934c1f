// SPDX-License-Identifier: Apache-2.0
// Finding text in a run, payloads and all: on the server where there is one, else here, in slices
// that leave the page alive.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const LIMIT = 5000, SLICE_MS = 10;
  const FIELDS = ['name', 'error', 'systemInstructions', 'input', 'output', 'toolDefinitions', 'attributes', 'events', 'columns'];

  /** A test for a text: where it matches first, or -1. Throws what is wrong with a regular expression. */
  trace.matcher = (text, regex, caseful) => {
    if (regex) {
      const pattern = new RegExp(text, caseful ? 'su' : 'sui');
      return (where) => where.search(pattern);
    }
    const needle = caseful ? text : text.toLowerCase();
    return (where) => (caseful ? where : where.toLowerCase()).indexOf(needle);
  };

  /** Looks through the spans of a file; `seen(hit)` is told as they come. Stops when `signal` says so. */
  trace.searchHere = async (model, spans, { text, regex, caseful }, signal) => {
    const find = trace.matcher(text, regex, caseful), hits = [];
    // In JSON a quotation mark or a new line is written otherwise than it is read.
    const escaped = JSON.stringify(text).slice(1, -1);
    const asWritten = regex || escaped === text ? () => -1 : trace.matcher(escaped, false, caseful);
    let since = performance.now();
    for (let at = 0; at < model.placed && hits.length < LIMIT; at++) {
      const slot = model.order[at], detail = spans[model.id[slot]] || {};
      for (const field of FIELDS) {
        const value = field === 'name' ? model.nameOf(slot) : field === 'error' ? model.errors.get(slot) || detail.error : detail[field];
        if (value === null || value === undefined) continue;
        const where = typeof value === 'string' ? value : JSON.stringify(value);
        if (find(where) >= 0 || asWritten(where) >= 0) { hits.push({ slot, field }); break; }
      }
      if (performance.now() - since > SLICE_MS) {
        await new Promise((resolve) => setTimeout(resolve));
        if (signal.aborted) return null;
        since = performance.now();
      }
    }
    return { hits, total: hits.length, partial: hits.length >= LIMIT };
  };

  async function ask(view, signal) {
    const { text, regex, caseful } = view.find;
    if (SL.api.file) {
      const data = await SL.api.data();
      const run = data.traces.find((each) => each.skeleton.trace.id === view.traceId);
      return trace.searchHere(view.model, run?.spans || {}, view.find, signal);
    }
    const answer = await SL.api.get(SL.api.path('traces', view.traceId, 'search'),
      { q: text, regex: regex ? 1 : 0, case: caseful ? 1 : 0, limit: LIMIT }, { signal });
    const hits = answer.matches.map((match) => ({ slot: match.id ? view.model.slot(match.id) : match.index, field: match.field }));
    return { hits: hits.filter((hit) => hit.slot >= 0), total: answer.total, partial: answer.partial };
  }

  let going = null;
  /** Looks for what view.find says; the newest question wins. */
  trace.search = async (view) => {
    going?.abort();
    const mine = (going = new AbortController()), { find } = view;
    Object.assign(find, { hits: [], hit: new Set(), at: -1, error: null, state: find.text ? 'busy' : 'idle' });
    view.changed('find');
    if (!find.text) return;
    try {
      if (find.regex) new RegExp(find.text, 'u');
      const answer = await ask(view, mine.signal);
      if (mine.signal.aborted || !answer) return;
      // A span counts once, at its place in the tree.
      const slots = [...new Set(answer.hits.map((hit) => hit.slot))].sort((a, b) => view.model.position[a] - view.model.position[b]);
      Object.assign(find, { hits: slots, hit: new Set(slots), total: Math.max(answer.total, slots.length), partial: answer.partial, state: 'done' });
      SL.announce(slots.length ? SL.fmt.plural(slots.length, 'span') + ' found' : 'nothing found');
    } catch (error) {
      if (mine.signal.aborted) return;
      Object.assign(find, { state: 'failed', error });
    }
    view.changed('find');
  };

  /** Goes to the next hit (or the one before) as seen from where the selection is. */
  trace.nextHit = (view, by) => {
    const { find, model } = view;
    if (!find.hits.length) return;
    const here = model.position[view.selected];
    if (find.at >= 0 && find.hits[find.at] === view.selected) find.at = (find.at + by + find.hits.length) % find.hits.length;
    else if (by > 0) find.at = Math.max(0, find.hits.findIndex((slot) => model.position[slot] >= here));
    else find.at = find.hits.length - 1 - Math.max(0, [...find.hits].reverse().findIndex((slot) => model.position[slot] <= here));
    view.select(find.hits[find.at]);
    view.changed('find');
  };
})();
