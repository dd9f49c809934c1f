// SPDX-License-Identifier: Apache-2.0
// What is equal in two lists: lines of texts, and the steps of two runs in a file (a server says these itself).
(() => {
  'use strict';
  const SL = window.SL;

  /** The pairs [i, j] of a longest common subsequence, heaviest by `weight(i, j)` (0: no pair). Beyond 4 million cells: equal ends only. */
  const lcs = (n, m, weight) => {
    const pairs = [];
    let lo = 0, hiA = n, hiB = m;
    const full = weight.full || ((i, j) => weight(i, j) > 0);
    while (lo < hiA && lo < hiB && full(lo, lo)) { pairs.push([lo, lo]); lo++; }
    const tail = [];
    while (hiA > lo && hiB > lo && full(hiA - 1, hiB - 1)) tail.unshift([--hiA, --hiB]);
    const rows = hiA - lo, cols = hiB - lo, width = cols + 1;
    if (rows && cols && rows * cols <= 4e6) {
      const best = new Uint32Array((rows + 1) * width);
      for (let i = rows - 1; i >= 0; i--) {
        for (let j = cols - 1; j >= 0; j--) {
          const w = weight(lo + i, lo + j);
          best[i * width + j] = Math.max(best[(i + 1) * width + j], best[i * width + j + 1], w ? w + best[(i + 1) * width + j + 1] : 0);
        }
      }
      for (let i = 0, j = 0; i < rows && j < cols;) {
        const w = weight(lo + i, lo + j), here = best[i * width + j];
        if (w && here === w + best[(i + 1) * width + j + 1]) pairs.push([lo + i++, lo + j++]);
        else if (here === best[(i + 1) * width + j]) i++;
        else j++;
      }
    }
    return pairs.concat(tail);
  };

  /** The lines of two texts: [' ' | '-' | '+', line]. */
  SL.diffLines = (a, b) => {
    const x = a === '' ? [] : a.split('\n'), y = b === '' ? [] : b.split('\n'), out = [];
    let i = 0, j = 0;
    for (const [p, q] of [...lcs(x.length, y.length, (k, l) => (x[k] === y[l] ? 1 : 0)), [x.length, y.length]]) {
      while (i < p) out.push(['-', x[i++]]);
      while (j < q) out.push(['+', y[j++]]);
      if (i < x.length) { out.push([' ', x[i++]]); j++; }
    }
    return out;
  };

  /** A run of the embedded data as lists of children and keys: kind + name, and with the arguments of tool calls. */
  const outline = ({ skeleton: s, spans }) => {
    const children = Array.from({ length: s.n + 1 }, () => []);
    for (let i = 0; i < s.n; i++) children[s.parent[i] + 1].push(i);
    const key = (i) => s.dict[s.kind[i]] + ' ' + s.dict[s.name[i]];
    const said = (i) => JSON.stringify([spans[s.id[i]]?.input, spans[s.id[i]]?.output]);
    return { children: (i) => children[i + 1], key, input: (i) => JSON.stringify(spans[s.id[i]]?.input), said, status: (i) => s.dict[s.status[i]] };
  };
  const align = (a, b) => {
    const pairs = [];
    const alone = (run, i, put) => { put(i); run.children(i).forEach((child) => alone(run, child, put)); };
    const removed = (i) => alone(a, i, (k) => pairs.push([k, -1, 'REMOVED'])), added = (j) => alone(b, j, (k) => pairs.push([-1, k, 'ADDED']));
    const both = (i, j) => {
      if (i >= 0) pairs.push([i, j, a.status(i) === b.status(j) && a.said(i) === b.said(j) ? 'SAME' : 'CHANGED']);
      const x = a.children(i), y = b.children(j);
      const weight = (k, l) => (a.key(x[k]) !== b.key(y[l]) ? 0 : a.input(x[k]) === b.input(y[l]) ? 3 : 2);
      weight.full = (k, l) => weight(k, l) === 3;
      let p = 0, q = 0;
      const roots = i < 0 && x.length === 1 && y.length === 1 ? [[0, 0]] : lcs(x.length, y.length, weight);
      for (const [k, l] of [...roots, [x.length, y.length]]) {
        while (p < k) removed(x[p++]);
        while (q < l) added(y[q++]);
        if (p < x.length) both(x[p++], y[q++]);
      }
    };
    both(-1, -1);
    return pairs;
  };
  SL.api.answers.push([/^\/compare$/, (m, { a, b }, data) => {
    const of = (id) => data.traces.find((t) => t.skeleton.trace.id === id);
    const left = of(a), right = of(b);
    if (!left || !right) throw new SL.ApiError('not_found', 'This file has not both traces.', 'Export both into one file, or compare them on the server.', 404);
    return { a: left.skeleton.trace, b: right.skeleton.trace, pairs: align(outline(left), outline(right)) };
  }]);
})();
