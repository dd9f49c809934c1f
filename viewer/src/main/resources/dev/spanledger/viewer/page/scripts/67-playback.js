// SPDX-License-Identifier: Apache-2.0
// Playback: the run once more, in ten seconds or less.
(() => {
  'use strict';
  const SL = (window.SL ||= {});
  const trace = (SL.trace ||= {});
  const LONGEST_MS = 10000, SHORTEST_MS = 1500;

  class Playback {
    constructor(view) {
      this.view = view;
      this.playing = false;
      // With reduced motion it goes on in steps, two a second.
      this.still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    }

    toggle() { if (this.playing) this.pause(); else this.play(); }

    play() {
      const { view } = this, { axis } = view;
      this.lasts = Math.max(SHORTEST_MS, Math.min(LONGEST_MS, axis.until));
      const done = view.playhead === null || view.playhead >= axis.until ? 0 : axis.at(view.playhead) / axis.length;
      this.begun = performance.now() - done * this.lasts;
      this.playing = true;
      this.next();
    }

    next() {
      const step = () => {
        const { view } = this, share = (performance.now() - this.begun) / this.lasts;
        if (!this.playing) return;
        if (share >= 1) return this.stop();
        view.set({ playhead: view.axis.time(share * view.axis.length) }, 'play');
        this.next();
      };
      this.waiting = this.still ? setTimeout(step, 500) : requestAnimationFrame(step);
    }

    pause() {
      this.playing = false;
      if (this.still) clearTimeout(this.waiting); else cancelAnimationFrame(this.waiting);
      this.view.changed('playing');
    }

    stop() {
      this.pause();
      this.view.set({ playhead: null }, 'play', 'playing');
    }
  }

  trace.Playback = Playback;

  trace.PlayButton = ({ view, playback }) => {
    const { html } = SL;
    trace.useView(view, 'playing');
    const toggle = () => { playback.toggle(); view.changed('playing'); };
    return html`<button onClick=${toggle} title="Plays the run in at most ten seconds">${playback.playing ? '❚❚ Hold' : '▶ Play'}</button>
      ${!playback.playing && view.playhead !== null && html`<button onClick=${() => playback.stop()}>■ Stop</button>`}`;
  };
})();
