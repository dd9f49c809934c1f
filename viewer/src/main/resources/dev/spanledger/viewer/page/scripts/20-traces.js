// SPDX-License-Identifier: Apache-2.0
(() => {
  'use strict';
  const SL = window.SL;
  const { html } = SL;
  SL.pages.traces = ({ query }) => {
    const list = SL.useData(() => SL.api.get('/traces', query), [SL.route.search(query)]);
    SL.useTitle('Traces');
    return html`<${SL.Loaded} of=${list} what="traces">${(data) => html`<table>${data.traces.map((t) => html`<tr><td><a href=${SL.route.href('trace', [t.id])}>${t.name}</a></td><td><${SL.Status} status=${t.status} /></td><td class="num">${SL.fmt.duration(t.durationMs)}</td></tr>`)}</table>`}<//>`;
  };
})();
