// SPDX-License-Identifier: Apache-2.0
// What can be done with a run or a span, in one place that the keyboard reaches with a full stop.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;

  const FORMATS = [['html', 'HTML file, opens offline'], ['otlp', 'OTLP JSON'], ['jaeger', 'Jaeger JSON'], ['chrome', 'Chrome trace'], ['jsonl', 'JSON lines'], ['state', 'state.json']];

  // The server says which formats it writes.
  const formats = () => FORMATS.filter(([format]) => !SL.meta?.exports || SL.meta.exports.includes(format));

  trace.copyLink = (view) => {
    trace.writeRoute(view);
    return SL.copy(SL.route.link(), 'Link');
  };

  trace.Actions = ({ view, onClose }) => {
    const dialog = hooks.useRef();
    hooks.useEffect(() => { dialog.current.showModal(); }, []);
    const { model, rows, selected } = view, id = model.id[selected];
    const act = (run) => () => { dialog.current.close(); run(); };
    const subtree = (shut) => { rows.setSubtree(selected, shut); if (!shut) rows.reveal(selected); view.changed('rows', 'scroll'); };
    const item = (label, run, key) => html`<button onClick=${act(run)}>${label}${key ? html` <kbd>${key}</kbd>` : null}</button>`;
    return html`<dialog ref=${dialog} class="actions" aria-label="Actions" onClose=${onClose}>
      <header><h2>Actions</h2><button class="plain" aria-label="Close" onClick=${() => dialog.current.close()}>✕</button></header>
      <div class="action-list">
        <h3>Span ${SL.fmt.id(id)}</h3>
        ${item('Copy link to this view', () => trace.copyLink(view), 'y')}
        ${item('Copy span id', () => SL.copy(id, 'Span id'))}
        ${item('Open all below', () => subtree(false))}
        ${item('Close all below', () => subtree(true))}
        ${item('Zoom to it', () => view.zoomTo(selected), 'z')}
        ${rows.isRun(model.head[selected]) && item(rows.isFolded(selected) ? 'Show the identical calls' : 'Fold the identical calls', () => { rows.toggleRun(selected); view.changed('rows'); })}
        <h3>Run</h3>
        ${item('Copy trace id', () => SL.copy(view.traceId, 'Trace id'))}
        ${item(view.critical ? 'Leave the critical path' : 'Show the critical path', () => view.set({ critical: !view.critical }), 'c')}
        ${item(view.compressed ? 'Show idle time in full' : 'Compress idle time', () => view.set({ compressed: !view.compressed }))}
        ${!SL.api.file && formats().length > 0 && html`<h3>Download</h3>${formats().map(([format, label]) => html`<a class="button" download
          href=${SL.api.address(SL.api.path('traces', view.traceId, 'export', format))} onClick=${() => dialog.current.close()}>${label}</a>`)}`}
      </div></dialog>`;
  };
})();
