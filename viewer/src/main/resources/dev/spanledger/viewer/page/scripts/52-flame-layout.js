// SPDX-License-Identifier: Apache-2.0
// Where each span stands in the flame: as wide as its share of time, tokens or cost, below its parent.
// Spans that ran at the same time stand beside each other, so that none hides another.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const OWN = {
    time: (model, i) => trace.durationOf(model, i),
    tokens: (model, i) => (model.counted[i] ? Math.max(0, model.in[i]) + Math.max(0, model.out[i]) : 0),
    cost: (model, i) => (model.counted[i] && model.cost[i] > 0 ? model.cost[i] : 0),
  };

  /** {value, left} by slot, and the sum of the roots. A parent's time is at least what its children took in sum. */
  trace.flameLayout = (model, metric) => {
    const own = OWN[metric], value = new Float64Array(model.n), left = new Float64Array(model.n);
    const below = new Float64Array(model.n), used = new Float64Array(model.n);
    let deepest = 0, whole = 0, top = 0;
    for (let at = model.placed - 1; at >= 0; at--) {
      const i = model.order[at];
      value[i] = metric === 'time' ? Math.max(own(model, i), below[i]) : own(model, i) + below[i];
      if (model.parent[i] >= 0) below[model.parent[i]] += value[i]; else whole += value[i];
      deepest = Math.max(deepest, model.depth[i]);
    }
    for (let at = 0; at < model.placed; at++) {
      const i = model.order[at], above = model.parent[i];
      if (above < 0) { left[i] = top; top += value[i]; } else { left[i] = left[above] + used[above]; used[above] += value[i]; }
    }
    return { value, left, whole, levels: deepest + 1 };
  };

  /**
   * Calls draw(slot, x, width, level) for each span that is seen, from top to bottom, and smear(x, width, level) for what
   * is narrower than a pixel. What is below a smear is smaller still and is passed over with it.
   */
  trace.flameWalk = (model, layout, { from, length, width, levelFrom, levelTo, draw, smear }) => {
    const scale = width / length, smeared = new Float64Array(layout.levels).fill(-9);
    for (let at = 0; at < model.placed;) {
      const i = model.order[at], level = model.depth[i];
      const x = (layout.left[i] - from) * scale, w = layout.value[i] * scale;
      if (x + w < 0 || x > width || level > levelTo || w === 0) { at = model.end[i]; continue; }
      if (w < 0.8) {
        if (level >= levelFrom && x >= smeared[level]) { smear(x, 1, level, i); smeared[level] = x + 1; }
        at = model.end[i];
        continue;
      }
      if (level >= levelFrom) draw(i, x, w, level);
      at++;
    }
  };
})();
