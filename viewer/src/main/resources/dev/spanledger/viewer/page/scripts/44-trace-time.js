// SPDX-License-Identifier: Apache-2.0
// Time on the page: when something ran, which name takes how long, and an axis that can leave idle time out.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  const HANG_MS = 60000; // where too few spans of a name have ended to know its p95
  const ENOUGH = 20;

  /** How long a span has taken; one that runs takes as long as it has run so far. */
  trace.durationOf = (model, i) =>
    model.isRunning(i) ? Math.max(model.duration[i], trace.now(model) - model.start[i]) : model.duration[i];

  /** Now, in milliseconds since the run's base, by the server's clock. */
  trace.now = (model) => Date.now() + (model.clockAhead || 0) - model.base;

  /** The stretches in which at least one span without children ran: [from, until, …], ascending. */
  trace.activity = (model) => {
    const starts = new Float64Array(model.n), ends = new Float64Array(model.n);
    let leaves = 0;
    for (let i = 0; i < model.n; i++) {
      if (model.first[i] >= 0) continue;
      starts[leaves] = model.start[i];
      ends[leaves++] = model.start[i] + trace.durationOf(model, i);
    }
    const from = starts.subarray(0, leaves).sort(), until = ends.subarray(0, leaves).sort();
    const stretches = [];
    for (let s = 0, e = 0, open = 0, since = 0; e < leaves;) {
      if (s < leaves && from[s] <= until[e]) { if (open++ === 0) since = from[s]; s++; continue; }
      if (--open === 0) stretches.push(since, until[e]);
      e++;
    }
    return stretches;
  };

  trace.activeMs = (model) => trace.activity(model).reduce((sum, t, i) => sum + (i % 2 ? t : -t), 0);

  /** Name → how long is unusually long for it: its p95, or a minute. */
  trace.longFor = (model) => {
    const byName = new Map();
    for (let i = 0; i < model.n; i++) {
      if (model.isRunning(i)) continue;
      if (!byName.has(model.name[i])) byName.set(model.name[i], []);
      byName.get(model.name[i]).push(model.duration[i]);
    }
    const limits = new Map();
    for (const [name, all] of byName) {
      if (all.length >= ENOUGH) limits.set(name, Float64Array.from(all).sort()[Math.floor(all.length * 0.95)]);
    }
    return (i) => limits.get(model.name[i]) ?? HANG_MS;
  };

  /** Maps time to a length on the screen and back. `compressed`: long idle stretches are shown short. */
  class Axis {
    constructor(model, compressed) {
      this.since = model.sum.since; // below 0 where a clock was behind that of the root
      this.until = Math.max(model.sum.until, model.runningCount ? trace.now(model) : 0, 0.001);
      this.gaps = compressed ? gapsOf(model, this.until) : [];
      this.length = this.at(this.until);
    }

    at(t) {
      let left = this.since;
      for (const gap of this.gaps) {
        if (t <= gap.from) break;
        left += (Math.min(t, gap.until) - gap.from) * (1 - gap.scale);
      }
      return t - left;
    }

    time(u) {
      let t = u + this.since;
      for (const gap of this.gaps) {
        if (t <= gap.from) break;
        const shown = (gap.until - gap.from) * gap.scale;
        t = t <= gap.from + shown ? gap.from + (t - gap.from) / gap.scale : t + (gap.until - gap.from) - shown;
      }
      return t;
    }
  }

  function gapsOf(model, until) {
    const busy = trace.activity(model);
    const active = busy.reduce((sum, t, i) => sum + (i % 2 ? t : -t), 0) || until;
    const shown = active * 0.015;
    const gaps = [];
    for (let i = 1; i + 1 < busy.length + 1; i += 2) {
      const from = busy[i], to = i + 1 < busy.length ? busy[i + 1] : until;
      if (to - from > shown * 2) gaps.push({ from, until: to, scale: shown / (to - from) });
    }
    return gaps;
  }

  trace.Axis = Axis;
})();
