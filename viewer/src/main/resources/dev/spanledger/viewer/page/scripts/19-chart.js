// SPDX-License-Identifier: Apache-2.0
// Bars over time, drawn as SVG elements. What they say is also in a table or in words beside them.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt } = SL;
  const { useState, useRef } = SL.hooks;

  /**
   * {from, step, layers: [{name, values, color, format}], label, height, onRange(from, until)}: layers stand on one scale, one before the other.
   * A null value is a gap, not a zero. Dragging, or clicking on a bar, chooses a range.
   */
  SL.Bars = ({ from, step, layers, label, height = 46, onRange }) => {
    const [hover, setHover] = useState(null), [drag, setDrag] = useState(null);
    const svg = useRef();
    const n = layers[0].values.length;
    const top = Math.max(1e-12, ...layers.flatMap((l) => l.values.map((v) => v || 0)));
    const slot = (event) => {
      const box = svg.current.getBoundingClientRect();
      return Math.max(0, Math.min(n - 1, Math.floor((event.clientX - box.left) / box.width * n)));
    };
    const down = (event) => { if (onRange && event.button === 0) { svg.current.setPointerCapture(event.pointerId); setDrag(slot(event)); } };
    const up = (event) => {
      if (drag == null) return;
      const to = slot(event);
      setDrag(null);
      onRange(Math.floor(from + Math.min(drag, to) * step), Math.ceil(from + (Math.max(drag, to) + 1) * step));
    };
    const lo = drag == null ? hover : Math.min(drag, hover ?? drag), hi = drag == null ? hover : Math.max(drag, hover ?? drag);
    const said = hover == null
      ? html`<span>${fmt.time(from)}</span><span>${label}</span><span>${fmt.time(from + n * step)}</span>`
      : html`<span>${fmt.time(from + lo * step)} – ${fmt.time(from + (hi + 1) * step)}</span><span>${layers.map((l) => html`<b style=${{ color: 'var(' + l.color + ')' }}>${(l.format || fmt.count)(l.values[hover])}</b> ${l.name} `)}</span>`;
    return html`<figure class="bars">
      <svg ref=${svg} viewBox=${'0 0 ' + n + ' 100'} preserveAspectRatio="none" style=${{ height: height + 'px' }} role="img" aria-label=${label + ', ' + n + ' steps from ' + fmt.time(from)}
        onPointerMove=${(e) => setHover(slot(e))} onPointerLeave=${() => setHover(null)} onPointerDown=${down} onPointerUp=${up} onPointerCancel=${() => setDrag(null)}>
        ${lo != null && html`<rect x=${lo} y="0" width=${hi - lo + 1} height="100" fill="var(--bg3)" />`}
        ${layers.map((l) => l.values.map((v, i) => v > 0 && html`<rect x=${i + 0.1} y=${100 - Math.max(2, v / top * 98)} width="0.8" height=${Math.max(2, v / top * 98)} fill=${'var(' + l.color + ')'} />`))}
      </svg>
      <figcaption class="muted">${said}</figcaption></figure>`;
  };
})();
