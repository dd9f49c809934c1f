// SPDX-License-Identifier: Apache-2.0
// The whole run in a strip. Dragging chooses the stretch of time that the timeline shows.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const HEIGHT = 44;

  /** Draws all spans, top to bottom in the tree's order; what would be less than a pixel apart is one bar. */
  function paint(c, view, width) {
    const { model, axis } = view, scale = width / axis.length;
    const lineOf = (HEIGHT - 2) / Math.max(model.placed, 1), h = Math.max(1, Math.min(4, lineOf * 0.8));
    const lines = Array.from({ length: HEIGHT }, () => ({ until: -1, from: 0, color: '' }));
    const flush = (line, y) => {
      if (line.until < 0) return;
      c.fillStyle = line.color;
      c.fillRect(line.from, y + 1, Math.max(1, line.until - line.from), h);
    };
    const colors = new Map();
    const colorOf = (i) => {
      const key = model.failed[i] ? -2 : model.kind[i];
      if (!colors.has(key)) colors.set(key, model.failed[i] ? SL.color('--error') : trace.colorOf(model, i));
      return colors.get(key);
    };
    for (let at = 0; at < model.placed; at++) {
      const i = model.order[at], y = Math.floor(at * lineOf), line = lines[y];
      const from = axis.at(model.start[i]) * scale, until = axis.at(model.start[i] + trace.durationOf(model, i)) * scale;
      const color = colorOf(i);
      if (line.color === color && from <= line.until + 0.5 && from >= line.from) { line.until = Math.max(line.until, until); continue; }
      flush(line, y);
      Object.assign(line, { from, until, color });
    }
    lines.forEach(flush);
    // Errors once more: none may hide below what came later.
    c.fillStyle = SL.color('--error');
    for (let at = 0; at < model.placed; at++) {
      const i = model.order[at];
      if (model.failed[i]) c.fillRect(axis.at(model.start[i]) * scale, Math.floor(at * lineOf) + 1, 2, Math.max(2, h));
    }
  }

  trace.Minimap = ({ view }) => {
    const { html, hooks } = SL;
    const canvas = hooks.useRef();
    hooks.useLayoutEffect(() => {
      const whole = document.createElement('canvas');
      let stale = true, paintedAt = 0, later = 0;
      const draw = () => {
        const width = canvas.current?.clientWidth;
        if (!width) return;
        const c = trace.surface(canvas.current, width, HEIGHT);
        c.canvas.style.width = ''; // as wide as its place, by the style sheet
        // A run that grows is painted again once a second; all of it takes a while.
        if (stale && (paintedAt === 0 || performance.now() - paintedAt > 1000)) {
          paint(trace.surface(whole, width, HEIGHT), view, width);
          stale = false;
          paintedAt = performance.now();
        } else if (stale) {
          later ||= setTimeout(() => { later = 0; soon(); }, 1000);
        }
        c.drawImage(whole, 0, 0, width, HEIGHT);
        const scale = width / view.axis.length;
        if (view.isZoomed()) {
          c.fillStyle = SL.color('--shade');
          c.fillRect(0, 0, view.from * scale, HEIGHT);
          c.fillRect(view.to * scale, 0, width, HEIGHT);
          c.strokeStyle = SL.color('--accent');
          c.strokeRect(view.from * scale + 0.5, 0.5, Math.max(1, (view.to - view.from) * scale - 1), HEIGHT - 1);
        }
        c.fillStyle = SL.color('--fg');
        if (view.chosen) c.fillRect(view.axis.at(view.model.start[view.selected]) * scale, 0, 1, HEIGHT);
        if (view.playhead !== null) { c.fillStyle = SL.color('--accent'); c.fillRect(view.axis.at(view.playhead) * scale - 1, 0, 2, HEIGHT); }
      };
      const soon = trace.inFrame(draw);
      const again = () => { stale = true; paintedAt = 0; soon(); };
      const stop = view.on((what) => {
        if (what.has('model') || what.has('options')) stale = true;
        if (what.has('options')) paintedAt = 0;
        soon();
      });
      const watcher = new ResizeObserver(again);
      watcher.observe(canvas.current);
      window.addEventListener('sl-theme', again);
      return () => { stop(); watcher.disconnect(); clearTimeout(later); soon.cancel(); window.removeEventListener('sl-theme', again); };
    }, [view]);

    const down = (event) => {
      if (event.button !== 0) return;
      const box = canvas.current.getBoundingClientRect();
      const at = (e) => Math.max(0, Math.min(1, (e.clientX - box.left) / box.width)) * view.axis.length;
      const start = at(event), { from, to } = view;
      const moves = view.isZoomed() && start > from && start < to;
      const move = (moving) => {
        const now = at(moving);
        if (moves) view.zoom(from + now - start, to + now - start);
        else if (Math.abs(now - start) > view.axis.length / 300) view.zoom(Math.min(start, now), Math.max(start, now));
      };
      const up = () => { window.removeEventListener('pointermove', move); window.removeEventListener('pointerup', up); };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
    };
    return html`<canvas class="minimap" ref=${canvas} height=${HEIGHT} aria-hidden="true" title="Drag to choose a stretch of time; double click shows all"
      onPointerDown=${down} onDblClick=${() => view.unzoom()}></canvas>`;
  };
})();
