// SPDX-License-Identifier: Apache-2.0
// One message of a conversation: who speaks, and its parts.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html } = SL;

  trace.isMessages = (value) =>
    Array.isArray(value) && value.length > 0 && value.every((each) => each && typeof each === 'object' && Array.isArray(each.parts));

  const asText = (value) => (typeof value === 'string' ? value : JSON.stringify(value, null, 2) ?? '');

  /** A button that goes to the span of the other end of a tool call. */
  trace.Jump = ({ view, slot, children }) =>
    (slot >= 0 ? html`<button class="plain jump" onClick=${() => view.select(slot, { pane: 'messages' })}>${children}</button>` : null);

  const Text = ({ text }) => {
    const bytes = trace.bytesIn(text);
    if (bytes) return html`<${trace.Chip} label=${bytes} />`;
    if (text.length > trace.LONG) return html`<${trace.PagedText} text=${text} />`;
    return html`<${trace.Clipped} text=${text}>${(shown) => html`<${trace.Markdown} text=${shown} />`}<//>`;
  };

  const Code = ({ value }) => {
    const text = typeof value === 'string' ? prettyIfJson(value) : trace.pretty(value);
    if (text.length > trace.LONG) return html`<${trace.PagedText} text=${text} />`;
    return html`<${trace.Clipped} text=${text}>${(shown) => html`<pre class="payload">${shown}</pre>`}<//>`;
  };
  trace.Code = Code;

  function prettyIfJson(text) {
    if (text.length > trace.LONG || !/^\s*[[{]/.test(text)) return text;
    try { return trace.pretty(JSON.parse(text)); } catch { return text; }
  }

  const media = (part) => {
    const type = part.mime_type || part.media_type || part.modality || part.type;
    const data = part.content ?? part.data ?? part.blob;
    if (typeof data === 'string') return trace.bytesIn(data)?.replace(/^base64/, type) || `${type} · ${data.slice(0, 120)}`;
    return `${type} · ${String(part.uri ?? part.url ?? part.file_id ?? part.name ?? '').slice(0, 300)}`;
  };

  const PARTS = {
    text: (part) => html`<${Text} text=${asText(part.content ?? part.text ?? '')} />`,
    reasoning: (part) => html`<details class="reasoning"><summary>Reasoning</summary><${Text} text=${asText(part.content ?? part.text ?? '')} /></details>`,
    tool_call: (part, view, detail) => {
      const known = detail?.toolCalls?.find((each) => each.callId === part.id)?.spanId;
      const slot = known ? view.model.slot(known) : part.id ? view.model.slotOfCall(part.id) : -1;
      return html`<div class="call"><div class="row"><strong class="mono kind-tool">${asText(part.name)}</strong>
        ${part.id && html`<span class="muted mono cut" title="Id of the call">${asText(part.id)}</span>`}
        <${trace.Jump} view=${view} slot=${slot}>to its result →<//></div><${Code} value=${part.arguments ?? ''} /></div>`;
    },
    tool_call_response: (part, view) => html`<div class="call answer"><div class="row"><span class="muted">answers</span>
      ${part.id && html`<span class="muted mono cut">${asText(part.id)}</span>`}
      <${trace.Jump} view=${view} slot=${part.id ? view.model.slotOfCall(part.id) : -1}>to the tool’s span →<//></div>
      <${Code} value=${part.response ?? part.result ?? part.content ?? ''} /></div>`,
  };
  for (const type of ['blob', 'file', 'uri', 'image', 'image_url', 'audio', 'video', 'media']) PARTS[type] = (part) => html`<${trace.Chip} label=${media(part)} />`;

  const Part = ({ part, view, detail }) => {
    if (part === null || typeof part !== 'object') return html`<${Text} text=${asText(part)} />`;
    const show = Object.hasOwn(PARTS, part.type) ? PARTS[part.type] : null;
    return show ? show(part, view, detail) : html`<div><span class="muted">${asText(part.type || 'part')}</span><${Code} value=${part} /></div>`;
  };
  trace.Parts = ({ parts, view, detail }) => parts.map((part) => html`<${Part} part=${part} view=${view} detail=${detail} />`);

  const ROLES = ['system', 'user', 'assistant', 'tool'];
  /** `fresh`: the previous call of this conversation had not got it. */
  trace.Message = ({ message, number, fresh, view, detail }) => {
    const role = asText(message.role || 'unknown');
    return html`<article class=${'message role-' + (ROLES.includes(role) ? role : 'other') + (fresh ? ' fresh' : '')}>
      <header class="row"><strong>${role}</strong>${message.name && html`<span class="muted">${asText(message.name)}</span>`}
        ${fresh && html`<span class="badge live" title="Not in the input of the previous model call">new</span>`}
        ${message.finish_reason && html`<span class="badge">${asText(message.finish_reason)}</span>`}
        <span class="muted num grow">${number ? '#' + number : ''}</span></header>
      ${message.parts.length ? html`<${trace.Parts} parts=${message.parts} view=${view} detail=${detail} />` : html`<p class="muted">(no content)</p>`}
    </article>`;
  };
})();
