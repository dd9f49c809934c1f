// SPDX-License-Identifier: Apache-2.0
// Rows of one height, of which only those in sight are in the document; differences of figures; messages as plain text.
(() => {
  'use strict';
  const SL = window.SL;
  const { html, fmt } = SL;
  const { useState, useLayoutEffect, useRef } = SL.hooks;
  const SPARE = 8;
  /** What a row is high: a finger needs more than a pointer. The styles say the same. */
  SL.rowHeight = () => (window.matchMedia('(pointer: coarse)').matches ? 44 : 26);

  /** {count, height, row(i), label, box (ref to the scrolling element), onScroll(top)}: row(i) gives a tr; rows are reused by place, so cheap to change. */
  SL.Rows = ({ count, height = SL.rowHeight(), row, head, label, box, cls = '', onScroll }) => {
    const own = useRef(), ref = box || own;
    const [view, setView] = useState({ top: 0, tall: 900 });
    useLayoutEffect(() => {
      const measure = () => setView((old) => ({ ...old, tall: ref.current.clientHeight }));
      const watch = new ResizeObserver(measure);
      watch.observe(ref.current);
      return () => watch.disconnect();
    }, []);
    const from = Math.max(0, Math.min(count - 1, Math.floor(view.top / height)) - SPARE), to = Math.min(count, Math.ceil((view.top + view.tall) / height) + SPARE);
    const rows = [];
    for (let i = from; i < to; i++) rows.push(row(i));
    return html`<div class="scroll" ref=${ref} tabindex="0" role="group" aria-label=${label} onScroll=${(e) => { setView((old) => ({ ...old, top: e.target.scrollTop })); onScroll?.(e.target.scrollTop); }}>
      <table class=${'grid ' + cls} aria-rowcount=${count + 1}><thead>${head}</thead><tbody>
        ${from > 0 && html`<tr class="pad" aria-hidden="true"><td style=${{ height: from * height + 'px' }}></td></tr>`}${rows}
        ${to < count && html`<tr class="pad" aria-hidden="true"><td style=${{ height: (count - to) * height + 'px' }}></td></tr>`}</tbody></table></div>`;
  };
  /** Scrolls a box of SL.Rows so that row i is in sight. */
  SL.Rows.show = (box, i, height = SL.rowHeight()) => {
    if (!box || i < 0) return;
    const top = i * height;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + 2 * height > box.scrollTop + box.clientHeight) box.scrollTop = top + 2 * height - box.clientHeight;
  };

  /** How b differs from a; more is worse. Where one is unknown, so is the difference. */
  SL.Delta = ({ a, b, as }) => {
    if (fmt.unknown(a) || fmt.unknown(b)) return html`<span class="muted">${fmt.NONE}</span>`;
    const by = b - a, much = Math.abs(by) > 0.1 * Math.max(Math.abs(a), 1e-9);
    if (!by) return html`<span class="muted">=</span>`;
    return html`<span class=${much ? (by > 0 ? 'error' : 'ok') : 'muted'}>${by > 0 ? '+' : '−'}${as(Math.abs(by))}</span>`;
  };

  const part = (p) => {
    if (p == null || typeof p !== 'object') return String(p ?? '');
    const content = p.content ?? p.text ?? p.response ?? p.result;
    if (p.type === 'tool_call') return '→ ' + p.name + '(' + fmt.json(p.arguments) + ')';
    if (p.type === 'tool_call_response') return '← ' + fmt.json(content);
    return content != null ? fmt.json(content) : fmt.json(p);
  };
  const message = (m) => (m && typeof m === 'object' && m.role ? m.role + ': ' + (Array.isArray(m.parts) ? m.parts : [].concat(m.content ?? '')).map(part).join('\n') : fmt.json(m));
  /** Input or output of a span as text to read: messages as “role: text”, anything else as JSON. */
  SL.plain = (value) => (Array.isArray(value) ? value.map(message).join('\n\n') : message(value));
})();
