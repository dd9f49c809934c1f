// SPDX-License-Identifier: Apache-2.0
// The pane “Messages”: what a model was sent and what it said, or what a tool was given and gave back.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const { html, hooks } = SL;
  const MANY = 60;

  const Messages = ({ list, from = 0, newFrom, view, detail }) => {
    const [all, setAll] = hooks.useState(false);
    const shown = all || list.length <= MANY ? list : list.slice(-MANY);
    const left = list.length - shown.length;
    return html`${left > 0 && html`<button class="plain more" onClick=${() => setAll(true)}>Show ${SL.fmt.plural(left, 'message')} before these</button>`}
      ${shown.map((message, i) => html`<${trace.Message} key=${from + left + i} message=${message} number=${from + left + i + 1}
        fresh=${newFrom !== null && newFrom !== undefined && from + left + i >= newFrom} view=${view} detail=${detail} />`)}`;
  };

  // What the previous call was sent already is folded: what is new is what one looks for.
  const Input = ({ view, detail }) => {
    const { input, newFrom, previous } = detail;
    const known = previous && newFrom > 0 ? Math.min(newFrom, input.length) : 0;
    const slot = previous ? view.model.slot(previous) : -1;
    return html`${known > 0 && html`<details class="known"><summary>${SL.fmt.plural(known, 'message')} as in the previous call</summary>
        <${Messages} list=${input.slice(0, known)} view=${view} detail=${detail} /></details>
        <${trace.Jump} view=${view} slot=${slot}>← to the previous call<//>`}
      ${known === input.length ? html`<p class="muted">Nothing is new since the previous call.</p>`
        : html`<${Messages} list=${input.slice(known)} from=${known} newFrom=${previous ? newFrom : null} view=${view} detail=${detail} />`}`;
  };

  const Section = ({ title, children }) => html`<section class="part"><h3>${title}</h3>${children}</section>`;
  trace.Section = Section;

  const Side = ({ title, field, view, detail }) => {
    const value = detail[field], cut = detail.cut?.[field];
    if (value === null || value === undefined) return null;
    return html`<${Section} title=${title}>${!cut && trace.isMessages(value)
      ? field === 'input' ? html`<${Input} view=${view} detail=${detail} />` : html`<${Messages} list=${value} view=${view} detail=${detail} />`
      : html`<${trace.Payload} value=${value} cut=${cut} field=${field} view=${view} span=${detail.id} />`}<//>`;
  };

  const Instructions = ({ view, detail }) => {
    const value = detail.systemInstructions;
    if (!value || (trace.isMessages(detail.input) && detail.input[0]?.role === 'system')) return null;
    return html`<details class="known"><summary>System instructions</summary>
      ${Array.isArray(value) ? html`<${trace.Parts} parts=${value} view=${view} />` : html`<${trace.Code} value=${value} />`}</details>`;
  };

  const Tools = ({ detail }) => {
    const tools = detail.toolDefinitions;
    if (!Array.isArray(tools) || !tools.length) return null;
    return html`<details class="known"><summary>${SL.fmt.plural(tools.length, 'tool')} on offer</summary>
      ${tools.map((tool) => html`<details><summary><span class="mono kind-tool">${String(tool?.name ?? tool?.function?.name ?? 'tool')}</span></summary><${trace.Code} value=${tool} /></details>`)}</details>`;
  };

  const CalledBy = ({ view, detail }) => {
    const slot = detail.calledBy?.spanId ? view.model.slot(detail.calledBy.spanId) : -1;
    return slot < 0 ? null : html`<p>Called by <${trace.Jump} view=${view} slot=${slot}>← ${view.model.nameOf(slot)}<//></p>`;
  };

  trace.MessagesPane = ({ view, detail }) => {
    const tool = detail.kind === 'TOOL';
    const nothing = ['input', 'output'].every((field) => detail[field] === null || detail[field] === undefined);
    return html`<div class="messages">
      <${CalledBy} view=${view} detail=${detail} />
      <${Instructions} view=${view} detail=${detail} /><${Tools} detail=${detail} />
      <${Side} title=${tool ? 'Arguments' : 'Input'} field="input" view=${view} detail=${detail} />
      <${Side} title=${tool ? 'Result' : 'Output'} field="output" view=${view} detail=${detail} />
      ${nothing && html`<p class="muted">${view.model.isRunning(view.selected) ? 'This span is running: what it says is stored when it ends.'
        : 'This span has no messages. Was content captured? The setting is content.capture.'}</p>`}
    </div>`;
  };
})();
