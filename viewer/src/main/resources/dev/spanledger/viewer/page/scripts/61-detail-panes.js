// SPDX-License-Identifier: Apache-2.0
// The panes of the detail that are not about messages: what went in and out, attributes, events, links, all of it.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html } = SL;

  trace.IoPane = ({ view, detail }) => [['input', 'Input'], ['output', 'Output']].map(([field, title]) => html`<${trace.Section} title=${title}>
    <${trace.Payload} value=${detail[field]} cut=${detail.cut?.[field]} field=${field} view=${view} span=${detail.id} /><//>`);

  const Pairs = ({ of }) => {
    const entries = Object.entries(of || {});
    if (!entries.length) return html`<p class="muted">None.</p>`;
    return html`<table class="pairs"><tbody>${entries.map(([name, value]) => html`<tr><th scope="row" class="mono">${name}</th>
      <td><${trace.Code} value=${typeof value === 'object' ? value : String(value)} /></td></tr>`)}</tbody></table>`;
  };

  trace.AttributesPane = ({ detail }) => html`
    <${trace.Section} title="Columns"><${Pairs} of=${detail.columns} /><//>
    <${trace.Section} title="Attributes that have no column"><${Pairs} of=${detail.attributes} /><//>
    <${trace.Section} title="Resource"><${Pairs} of=${detail.resource} /><//>`;

  // OTLP says nanoseconds as text, others milliseconds as a number.
  const momentOf = (event) => {
    const at = event.time ?? event.timestamp ?? event.timeUnixNano ?? event.time_unix_nano;
    if (at == null) return null;
    const number = Number(at);
    return Number.isNaN(number) ? Date.parse(at) : number > 1e14 ? number / 1e6 : number;
  };

  trace.EventsPane = ({ detail }) => {
    const events = Array.isArray(detail.events) ? detail.events : [];
    if (!events.length) return html`<p class="muted">This span has no events.</p>`;
    return events.map((event) => {
      const at = momentOf(event);
      return html`<${trace.Section} title=${String(event.name ?? 'event')}>
        ${at != null && !Number.isNaN(at) && html`<p class="muted">+${SL.fmt.duration(at - detail.start)} after the span’s start</p>`}
        <${Pairs} of=${event.attributes ?? event} /><//>`;
    });
  };

  trace.RawPane = ({ detail }) => html`<div class="row"><button onClick=${() => SL.copy(JSON.stringify(detail, null, 2), 'JSON')}>Copy JSON</button></div>
    <${trace.PagedText} text=${JSON.stringify(detail, null, 2)} />`;

  trace.LinksPane = ({ view, detail }) => {
    const links = Array.isArray(detail.links) ? detail.links : [];
    const calls = (detail.toolCalls || []).filter((call) => call.spanId && view.model.slot(call.spanId) >= 0);
    const parent = view.model.parent[view.selected];
    return html`
      <${trace.Section} title="In this run">
        ${parent >= 0 && html`<p>Parent: <${trace.Jump} view=${view} slot=${parent}>${view.model.nameOf(parent)}<//></p>`}
        ${detail.previous && html`<p>Previous call of the conversation: <${trace.Jump} view=${view} slot=${view.model.slot(detail.previous)}>${detail.previous}<//></p>`}
        ${calls.map((call) => html`<p>Tool call ${call.callId}: <${trace.Jump} view=${view} slot=${view.model.slot(call.spanId)}>${view.model.nameOf(view.model.slot(call.spanId))}<//></p>`)}
        ${detail.calledBy?.spanId && html`<p>Called by: <${trace.Jump} view=${view} slot=${view.model.slot(detail.calledBy.spanId)}>${detail.calledBy.spanId}<//></p>`}
        <p><a href=${SL.route.href('trace', [view.traceId], { span: detail.id })}>Link to this span</a></p>
      <//>
      <${trace.Section} title="Links of the span">${links.length ? links.map((link) => {
        const to = String(link.traceId ?? link.trace_id ?? ''), span = String(link.spanId ?? link.span_id ?? '');
        return html`<p>${/^[0-9a-f]{32}$/.test(to) ? html`<a href=${SL.route.href('trace', [to], { span })}>trace ${SL.fmt.id(to)}, span ${SL.fmt.id(span)}</a>` : to}</p>
          ${link.attributes && html`<${Pairs} of=${link.attributes} />`}`;
      }) : html`<p class="muted">None.</p>`}<//>`;
  };

  trace.ScoresOf = ({ view, detail }) => {
    const scores = view.model.scores.filter((score) => (detail ? score.spanId === detail.id : true));
    return scores.length ? html`<${trace.Section} title="Scores">${scores.map((score) => html`<p><strong>${score.name}</strong> ${score.value ?? ''} ${score.label ?? ''}
      <span class="muted">${score.comment ?? ''}</span></p>`)}<//>` : null;
  };
})();
