// SPDX-License-Identifier: Apache-2.0
// Server-sent events by fetch: the cursor survives a connection that breaks, and a refusal is seen as one.
(() => {
  'use strict';
  const SL = window.SL;

  const lines = async function* (body) {
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const parts = (rest + value).split(/\r\n|\n|\r(?!$)/);
      rest = parts.pop();
      yield* parts;
    }
  };

  /**
   * Follows an event stream until the returned function is called. `on` = {init(data), spans(data), reset(), state('open' | 'lost' | 'refused', error)}.
   * A dropped connection is opened again after 0.5 s, then up to 10 s, with Last-Event-ID: nothing between is missed.
   */
  SL.follow = (path, on) => {
    const stop = new AbortController();
    let cursor = null, failures = 0;

    const read = async (body) => {
      let event = '', data = [];
      for await (const line of lines(body)) {
        if (line === '') {
          if (data.length) on[event || 'message']?.(JSON.parse(data.join('\n')));
          else if (event) on[event]?.();
          event = ''; data = [];
          continue;
        }
        const [field, value] = line.split(/: ?(.*)/s);
        if (field === 'event') event = value;
        else if (field === 'data') data.push(value);
        else if (field === 'id') cursor = value;
      }
    };
    const connect = async () => {
      const headers = { Accept: 'text/event-stream', ...(cursor && { 'Last-Event-ID': cursor }) };
      const response = await fetch(SL.api.address(path), { headers, credentials: 'same-origin', cache: 'no-store', signal: stop.signal });
      if (!response.ok) await SL.api.refused(response);
      failures = 0;
      on.state?.('open');
      await read(response.body);
    };
    const run = async () => {
      while (!stop.signal.aborted) {
        try { await connect(); on.state?.('lost'); } catch (error) {
          if (stop.signal.aborted) return;
          if (error.status && error.status < 500) { on.state?.('refused', error); return; }
          on.state?.('lost', error);
        }
        await new Promise((done) => setTimeout(done, Math.min(10000, 500 * 2 ** failures++)));
      }
    };
    run();
    return () => stop.abort();
  };
})();
