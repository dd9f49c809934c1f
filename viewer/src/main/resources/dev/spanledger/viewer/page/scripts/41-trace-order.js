// SPDX-License-Identifier: Apache-2.0
// What follows from a run's tree. Everything is a loop over arrays: a run may be as deep as it is long.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  /** Pre-order, without a stack: down to the first child, else on to the next sibling, else up. */
  trace.order = (model) => {
    const { order, position, end, depth, nth, first, next, previous, parent } = model;
    let at = 0, i = model.firstRoot;
    while (i >= 0) {
      order[at] = i;
      position[i] = at++;
      depth[i] = parent[i] < 0 ? 0 : depth[parent[i]] + 1;
      nth[i] = previous[i] < 0 ? 1 : nth[previous[i]] + 1;
      runOf(model, i);
      if (first[i] >= 0) { i = first[i]; continue; }
      while (i >= 0 && next[i] < 0) { end[i] = at; i = parent[i]; }
      if (i >= 0) { end[i] = at; i = next[i]; }
    }
    model.placed = at;
  };

  // A run of identical calls is told by its first span; `run` there is how many there are.
  function runOf(model, i) {
    const before = model.previous[i];
    const repeats = before >= 0 && (model.flags[i] & trace.FLAG.REPEATS) !== 0;
    model.head[i] = repeats ? model.head[before] : i;
    model.run[i] = 0;
    model.run[model.head[i]]++;
  }

  /** Sums by subtree, from the leaves up. Usage is summed where it is counted, and nowhere else. */
  trace.sums = (model) => {
    const { order, parent, counted, allIn, allOut, allCost, allErrors, priced, failed } = model;
    const bad = badWords(model);
    model.errorCount = 0;
    model.runningCount = 0;
    for (let i = 0; i < model.n; i++) {
      failed[i] = bad.has(model.status[i]) ? 1 : 0;
      model.errorCount += failed[i];
      model.runningCount += model.flags[i] & 1;
      const counts = counted[i] === 1;
      allIn[i] = counts ? Math.max(0, model.in[i]) : 0;
      allOut[i] = counts ? Math.max(0, model.out[i]) : 0;
      priced[i] = counts && !Number.isNaN(model.cost[i]) ? 1 : 0;
      allCost[i] = priced[i] ? model.cost[i] : 0;
      allErrors[i] = failed[i];
    }
    for (let at = model.placed - 1; at >= 0; at--) {
      const i = order[at], above = parent[i];
      if (above < 0) continue;
      allIn[above] += allIn[i];
      allOut[above] += allOut[i];
      allCost[above] += allCost[i];
      priced[above] += priced[i];
      allErrors[above] += allErrors[i];
    }
    wholeRun(model);
  };

  function badWords(model) {
    return new Set(['ERROR', 'ABANDONED'].map((word) => model.words.get(word)).filter((i) => i !== undefined));
  }

  function wholeRun(model) {
    const sum = { in: 0, out: 0, cost: 0, priced: 0, unpriced: 0, since: 0, until: 0 };
    for (let i = 0; i < model.n; i++) {
      sum.since = Math.min(sum.since, model.start[i]);
      sum.until = Math.max(sum.until, model.start[i] + model.duration[i]);
      if (model.parent[i] < 0) {
        sum.in += model.allIn[i];
        sum.out += model.allOut[i];
        sum.cost += model.allCost[i];
        sum.priced += model.priced[i];
      }
      if (model.counted[i] && model.in[i] >= 0 && Number.isNaN(model.cost[i])) sum.unpriced++;
    }
    model.sum = sum;
  }

  /** What stands above a span, nearest first. */
  trace.ancestors = function* (model, i) {
    for (let at = model.parent[i]; at >= 0; at = model.parent[at]) yield at;
  };
})();
