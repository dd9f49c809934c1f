// SPDX-License-Identifier: Apache-2.0
// What the mouse does in the tree and on the timeline.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});

  trace.pointAtTimeline = (grid) => {
    const { scroller, view, list } = grid;
    const place = (event) => {
      const box = scroller.getBoundingClientRect();
      return { x: event.clientX - box.left - grid.left, y: event.clientY - box.top - grid.head.offsetHeight };
    };
    const timeAt = (x) => view.from + (x / grid.width) * (view.to - view.from);

    scroller.addEventListener('click', (event) => {
      if (grid.brushed) { grid.brushed = false; return; }
      const row = event.target.closest?.('.tg-row');
      if (!row || row.spanSlot === undefined) return;
      const slot = row.spanSlot;
      if (event.target.closest('.tg-twist')) {
        view.rows.set(slot, !view.rows.shut[slot]);
        view.changed('rows');
      } else if (event.target.closest('.fold')) {
        view.rows.toggleRun(slot);
        view.changed('rows');
      } else {
        view.select(slot, { reveal: false });
      }
    });
    scroller.addEventListener('dblclick', (event) => {
      const row = event.target.closest?.('.tg-row');
      if (row && place(event).x > 0) view.zoomTo(row.spanSlot);
    });

    // Wheel with ctrl (or a pinch) zooms where the pointer is; with shift, or sideways, it moves in time.
    scroller.addEventListener('wheel', (event) => {
      const { x } = place(event);
      if (event.ctrlKey && x >= 0) {
        event.preventDefault();
        const at = timeAt(x), factor = Math.exp(Math.max(-1, Math.min(1, event.deltaY / 200)));
        view.zoom(at - (at - view.from) * factor, at + (view.to - at) * factor);
      } else if (view.isZoomed() && x >= 0 && (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))) {
        event.preventDefault();
        const by = ((event.deltaX || event.deltaY) / grid.width) * (view.to - view.from);
        view.zoom(view.from + by, view.to + by);
      } else if (event.deltaY < 0) {
        grid.userMoved();
      }
    }, { passive: false });
    scroller.addEventListener('touchmove', () => grid.userMoved(), { passive: true });

    // Dragging over the timeline zooms to what was dragged over; a click is not a drag.
    scroller.addEventListener('pointerdown', (event) => {
      grid.brushed = false;
      const from = place(event).x;
      if (event.button !== 0 || from < 0 || from > grid.width || event.pointerType === 'touch') return;
      const move = (moving) => {
        const to = Math.max(0, Math.min(grid.width, place(moving).x));
        if (Math.abs(to - from) > 4) { grid.brush = [Math.min(from, to), Math.max(from, to)]; grid.drawSoon(); }
      };
      const up = () => {
        window.removeEventListener('pointermove', move);
        window.removeEventListener('pointerup', up);
        const brush = grid.brush;
        grid.brush = null;
        grid.drawSoon();
        if (brush) { grid.brushed = true; view.zoom(timeAt(brush[0]), timeAt(brush[1])); }
      };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
    });
  };

  /** A line between two parts that can be dragged, or moved with the arrow keys. */
  trace.Splitter = ({ label, value, least, most, edge, horizontal, reversed, onMove }) => {
    const { html, hooks } = SL;
    const [now, setNow] = hooks.useState(value);
    const to = (size) => { const fit = Math.round(Math.max(least, Math.min(most, size))); setNow(fit); onMove(fit); };
    const sign = reversed ? -1 : 1;
    const down = (event) => {
      event.preventDefault();
      const start = horizontal ? event.clientY : event.clientX, before = now;
      const move = (moving) => to(before + sign * ((horizontal ? moving.clientY : moving.clientX) - start));
      const up = () => { window.removeEventListener('pointermove', move); window.removeEventListener('pointerup', up); };
      window.addEventListener('pointermove', move);
      window.addEventListener('pointerup', up);
    };
    const key = (event) => {
      const by = { ArrowLeft: -20, ArrowRight: 20, ArrowUp: -20, ArrowDown: 20 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      to(now + sign * by);
    };
    const style = edge ? { left: now + 'px' } : {};
    return html`<div class=${'splitter' + (edge ? ' floating' : '') + (horizontal ? ' horizontal' : '')} role="separator" tabindex="0" aria-label=${label}
      aria-orientation=${horizontal ? 'horizontal' : 'vertical'} aria-valuenow=${now} aria-valuemin=${least} aria-valuemax=${most}
      style=${style} onPointerDown=${down} onKeyDown=${key}></div>`;
  };
})();
