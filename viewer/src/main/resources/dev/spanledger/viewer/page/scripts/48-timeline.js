// SPDX-License-Identifier: Apache-2.0
// The bars beside the tree, on a canvas: one for each row that is seen.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  /** Makes a canvas as sharp as the screen, and gives what to draw on it with, in CSS pixels. */
  trace.surface = (canvas, width, height) => {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(width * ratio), h = Math.round(height * ratio);
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = width + 'px';
      canvas.style.height = height + 'px';
    }
    const c = canvas.getContext('2d');
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    c.clearRect(0, 0, width, height);
    return c;
  };

  /** The colour of a span's kind in the theme of now. */
  trace.colorOf = (model, i) => SL.color(SL.kind(model.kindOf(i)).color);

  let hatch = null, hatchOf = '';
  /** Running spans are hatched: they have no end yet. */
  trace.hatched = (c, color) => {
    if (hatchOf !== color) {
      const tile = document.createElement('canvas');
      tile.width = tile.height = 8;
      const t = tile.getContext('2d');
      t.strokeStyle = color;
      t.lineWidth = 3;
      for (const x of [-8, 0, 8]) { t.beginPath(); t.moveTo(x, 8); t.lineTo(x + 8, 0); t.stroke(); }
      hatch = c.createPattern(tile, 'repeat');
      hatchOf = color;
    }
    return hatch;
  };

  /** Round steps of time for about `count` lines: 1, 2 or 5 times a power of ten, or whole minutes. */
  trace.steps = (length, count) => {
    const least = length / count;
    const minutes = [60000, 120000, 300000, 600000, 1800000, 3600000, 7200000, 21600000, 86400000];
    if (least > 30000) return minutes.find((each) => each >= least) || least;
    const power = 10 ** Math.floor(Math.log10(least));
    return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= least);
  };

  /** Vertical lines at round times; on the ruler with what they stand for. */
  trace.drawGrid = (c, view, width, height, labels) => {
    const { axis, from, to } = view, scale = width / (to - from);
    c.font = '11px ' + SL.color('--sans');
    const step = trace.steps(to - from, Math.max(2, width / 90));
    const begin = axis.time(from), end = axis.time(to);
    let last = -60;
    c.strokeStyle = SL.color('--line');
    c.fillStyle = SL.color('--muted');
    c.beginPath();
    for (let t = Math.ceil(begin / step) * step, n = 0; t <= end && n < 5000; t += step, n++) {
      const x = Math.round((axis.at(t) - from) * scale) + 0.5;
      if (x - last < 50) continue; // inside a gap that is shown short
      last = x;
      c.moveTo(x, labels ? height - 5 : 0);
      c.lineTo(x, height);
      if (labels && x < width - 30) c.fillText(SL.fmt.duration(Math.round(t * 1e6) / 1e6), x + 3, height - 8);
    }
    c.stroke();
    c.fillStyle = SL.color('--bg3');
    for (const gap of axis.gaps) {
      const x = (axis.at(gap.from) - from) * scale, w = (gap.until - gap.from) * gap.scale * scale;
      if (x + w >= 0 && x <= width) c.fillRect(x, 0, Math.max(1, w), height);
    }
  };

  trace.drawBars = (c, view, list, width, rowHeight) => {
    const { model, rows } = view, room = Math.max(8, Math.round(rowHeight * 0.46));
    for (let row = list.first(); row < list.last(); row++) {
      const i = rows.slots[row];
      if (i === undefined || i >= model.n) continue;
      drawBar(c, view, i, list.y(row) + (rowHeight - room) / 2, room, width);
    }
  };

  function drawBar(c, view, i, y, h, width) {
    const { model, axis, from, to, playhead } = view, scale = width / (to - from);
    const start = model.start[i];
    let end = start + trace.durationOf(model, i), running = model.isRunning(i);
    if (playhead !== null) {
      if (start > playhead) return;
      if (end > playhead) { end = playhead; running = true; }
    }
    const x0 = (axis.at(start) - from) * scale, x1 = (axis.at(end) - from) * scale;
    const label = SL.fmt.duration(end - start);
    if (x1 < -1) return edge(c, '‹ ' + label, 3, y + h - 2);
    if (x0 > width + 1) return edge(c, label + ' ›', width - 52, y + h - 2);
    const left = Math.max(-2, x0), w = Math.max(2, Math.min(x1, width + 2) - left);
    const color = model.failed[i] ? SL.color('--error') : trace.colorOf(model, i);
    c.globalAlpha = view.critical && !model.isCritical(i) ? 0.25 : 1;
    c.fillStyle = running ? trace.hatched(c, color) : color;
    c.fillRect(left, y, w, h);
    if (running) { c.strokeStyle = color; c.strokeRect(left + 0.5, y + 0.5, Math.max(1, w - 1), h - 1); }
    if (view.critical && model.isCritical(i)) { c.fillStyle = SL.color('--fg'); c.fillRect(left, y + h, w, 2); }
    c.globalAlpha = 1;
    c.fillStyle = SL.color('--muted');
    if (x1 + 60 < width) c.fillText(label, Math.max(x1, left + w) + 5, y + h - 2);
    else if (x0 > 60) c.fillText(label, x0 - 5 - c.measureText(label).width, y + h - 2);
  }

  function edge(c, text, x, y) {
    c.fillStyle = SL.color('--muted');
    c.fillText(text, x, y);
  }

  trace.drawPlayhead = (c, view, width, height) => {
    if (view.playhead === null) return;
    const x = (view.axis.at(view.playhead) - view.from) * (width / (view.to - view.from));
    c.fillStyle = SL.color('--accent');
    c.fillRect(x - 1, 0, 2, height);
  };
})();
